using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>Keeps what was logged as a warning or worse.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    public sealed record Entry(LogLevel Level, string Message, Exception? Exception, IReadOnlyDictionary<string, object?> Values);

    public ConcurrentQueue<Entry> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Collector(Entries);

    public void Dispose()
    {
    }

    private sealed class Collector(ConcurrentQueue<Entry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            if (IsEnabled(logLevel))
                entries.Enqueue(new Entry(logLevel, formatter(state, exception), exception, values.ToDictionary()));
        }
    }
}
