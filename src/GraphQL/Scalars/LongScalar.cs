using GraphQL.Types;

namespace Scheduling.Api.Scalars;

/// <summary>The engine's own 64-bit integer, with a description.</summary>
public sealed class LongScalar : LongGraphType
{
    /// <summary>Names the scalar.</summary>
    public LongScalar()
    {
        Name = "Long";
        Description = "A 64-bit counter.";
    }
}
