namespace Scheduling.Api.Overload;

/// <summary>Work behind the API that is not done yet, such as what waits for a database.</summary>
public interface IBacklog
{
    /// <summary>Whether so much waits that no new operation should be begun.</summary>
    bool IsFull { get; }
}

/// <summary>Nothing ever waits.</summary>
internal sealed class NoBacklog : IBacklog
{
    public bool IsFull => false;
}
