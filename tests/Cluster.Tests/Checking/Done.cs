namespace Scheduling.Cluster.Tests.Checking;

/// <summary>Which of a part's operations have been put in order so far. Never changed.</summary>
internal sealed class Done : IEquatable<Done>
{
    private readonly ulong[] _words;

    /// <summary>None of so many.</summary>
    public Done(int count) => _words = new ulong[(count + 63) / 64];

    private Done(ulong[] words)
    {
        _words = words;
        var word = Array.FindIndex(words, static bits => bits != ulong.MaxValue);
        First = word < 0 ? words.Length * 64 : (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(~words[word]);
    }

    /// <summary>The first that is not among them; everything before it is.</summary>
    public int First { get; }

    /// <summary>True when it is among them.</summary>
    public bool Has(int number) => (_words[number / 64] >> (number % 64) & 1) == 1;

    /// <summary>These and another.</summary>
    public Done With(int number)
    {
        var words = (ulong[])_words.Clone();
        words[number / 64] |= 1UL << (number % 64);
        return new Done(words);
    }

    /// <inheritdoc/>
    public bool Equals(Done? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Done);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in _words)
            hash.Add(word);
        return hash.ToHashCode();
    }
}
