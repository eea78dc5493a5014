namespace Scheduling.Silo.Tests.Access;

/// <summary>One try of a caller: what is new about it.</summary>
/// <param name="World">The server and what it holds.</param>
/// <param name="Number">Of this try alone.</param>
/// <param name="Text">Goes into what is written, so that it is found in the answer and in the store, or is not.</param>
/// <param name="Slot">A time of this try alone, as an argument.</param>
/// <param name="Booking">The booking to act on, where the probe prepares one.</param>
internal sealed record Try(AccessWorld World, int Number, string Text, string Slot, string Booking);

/// <summary>What a row of the matrix asks, and how its answer is judged.</summary>
internal sealed record Probe
{
    /// <summary>Asks it, with a token or without.</summary>
    public required Func<Try, string?, Task<Answer>> SendAsync { get; init; }

    /// <summary>It changes something: what is refused may leave no trace, what is done has to.</summary>
    public bool Changes { get; init; }

    /// <summary>Whoever is allowed sees persons; otherwise nobody does.</summary>
    public bool ShowsPersons { get; init; }

    /// <summary>Makes the booking to act on, in the try's slot.</summary>
    public Func<AccessWorld, string, Task<string>> PrepareAsync { get; init; } = (_, _) => Task.FromResult("");

    /// <summary>What goes into what is written, by row and number; no text holds another.</summary>
    public Func<string, int, string> TextOf { get; init; } = (row, number) => $"{row} try {number}.";

    /// <summary>A query whose answer tells of nobody.</summary>
    public static Probe Asks(Func<AccessSeed, string> document) => new()
    {
        SendAsync = (attempt, token) => attempt.World.AskAsync(document(attempt.World.Seed), token),
    };

    /// <summary>A query whose answer tells of persons.</summary>
    public static Probe AsksForPersons(Func<AccessSeed, string> document) =>
        Asks(document) with { ShowsPersons = true };

    /// <summary>A subscription that tells the present state first, over an event stream, up to its first message.</summary>
    public static Probe Follows(Func<AccessSeed, string> document) => new()
    {
        SendAsync = (attempt, token) => attempt.World.FirstAsync(document(attempt.World.Seed), token),
    };

    /// <summary>The same of one that tells of persons.</summary>
    public static Probe FollowsPersons(Func<AccessWorld, Task<string>> document) => new()
    {
        ShowsPersons = true,
        SendAsync = async (attempt, token) =>
            await attempt.World.FirstAsync(await document(attempt.World), token),
    };

    /// <summary>A mutation: its name, its input, and what it makes.</summary>
    public static Probe Does(string mutation, Func<AccessSeed, Try, string> input, string made) => new()
    {
        Changes = true,
        SendAsync = (attempt, token) => attempt.World.AskAsync(
            $$"""
            mutation { {{mutation}}(input: { {{input(attempt.World.Seed, attempt)}} })
              { {{made}} errors { code message } } }
            """,
            token),
    };

    /// <summary>Anything by GET.</summary>
    public static Probe Gets(string path, params (string Name, string Value)[] headers) => new()
    {
        SendAsync = (attempt, token) => attempt.World.GetAsync(path, token, headers),
    };
}
