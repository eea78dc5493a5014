namespace Scheduling.Benchmarks;

/// <summary>The arguments are not those of a benchmark.</summary>
/// <param name="message">What there is.</param>
internal sealed class UsageException(string message) : Exception(message);
