using GraphQL;

namespace Scheduling.Api.Common;

/// <summary>Anything that has an identity of its own and can be fetched by it.</summary>
[Name("Node")]
public interface INode
{
    /// <summary>Its identity; clients keep it as it is and read nothing out of it.</summary>
    [Id] string Id { get; }
}
