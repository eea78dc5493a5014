using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>
/// What was answered to readings that gave up, so that the library need not ask again for what takes time: in an outage nobody
/// should wait twice. Each answer is given once, as somebody else who asks the same of the same object has one of their own. An object
/// that is made anew by whoever asks for it is not recognised, and asked again.
/// </summary>
internal sealed class SlowAnswers
{
    private readonly Dictionary<(object Source, GraphQLField Field), Queue<Task<object?>>> _answers = new(ByReference.Instance);

    /// <summary>Remembers them.</summary>
    public void Add(IEnumerable<SlowAnswer> answers)
    {
        // Fields of one operation are read on several threads.
        lock (_answers)
        {
            foreach (var (source, field, answer) in answers)
            {
                if (!_answers.TryGetValue((source, field), out var waiting))
                    _answers.Add((source, field), waiting = new());
                waiting.Enqueue(answer);
            }
        }
    }

    /// <summary>An answer that nobody was given yet; false when there is none.</summary>
    public bool TryTake(object source, GraphQLField field, [NotNullWhen(true)] out Task<object?>? answer)
    {
        answer = null;
        lock (_answers)
            return _answers.TryGetValue((source, field), out var waiting) && waiting.TryDequeue(out answer);
    }

    private sealed class ByReference : IEqualityComparer<(object Source, GraphQLField Field)>
    {
        public static readonly ByReference Instance = new();

        public bool Equals((object Source, GraphQLField Field) x, (object Source, GraphQLField Field) y) =>
            ReferenceEquals(x.Source, y.Source) && ReferenceEquals(x.Field, y.Field);

        public int GetHashCode((object Source, GraphQLField Field) key) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(key.Source), RuntimeHelpers.GetHashCode(key.Field));
    }
}
