using System.Text.RegularExpressions;
using NodaTime;
using Scheduling.Api.Errors;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Common;

/// <summary>Reads the arguments that many queries share. What is wrong becomes INVALID_INPUT with the argument's path.</summary>
internal static class Arguments
{
    /// <summary>Entries of a list when the caller does not say how many.</summary>
    public const int FirstDefault = 20;

    /// <summary>The most entries of a list in one answer.</summary>
    public const int FirstMax = 100;

    /// <summary>The longest time one query looks at.</summary>
    public const int PeriodDaysMax = 366;

    /// <summary>The first year that queries look at.</summary>
    public const int YearMin = 2000;

    /// <summary>The last year that queries look at.</summary>
    public const int YearMax = 2200;

    /// <summary>Which part of a list whose cursors have this form.</summary>
    public static PageRequest Page(int? first, string? after, Regex cursor)
    {
        if ((first ?? FirstDefault) is < 1 or > FirstMax)
            throw ApiError.InvalidInput("first", $"A page holds 1 to {FirstMax} entries, not {first}.");
        // Taken for the start of the list it would have a client walk in circles.
        if (after is not null && !cursor.IsMatch(after))
            throw ApiError.InvalidInput("after", "This is not a cursor of this list.");
        return new PageRequest(first ?? FirstDefault, after);
    }

    /// <summary>A time to look at, when it is one.</summary>
    public static Period During(PeriodInput input, string path) =>
        Complaint(input, path) is { } refusal ? throw ApiError.Of(refusal) : new Period(input.Start, input.End);

    /// <summary>What is wrong with a time to look at, or null.</summary>
    public static Refusal? Complaint(PeriodInput input, string path)
    {
        if (!IsInRange(input.Start))
            return Refusal.Invalid($"{path}.start", $"The period lies in the years {YearMin} to {YearMax}.");
        if (!IsInRange(input.End))
            return Refusal.Invalid($"{path}.end", $"The period lies in the years {YearMin} to {YearMax}.");
        if (input.End <= input.Start)
            return Refusal.Invalid($"{path}.end", "The period ends after it starts.");
        return input.End - input.Start > Duration.FromDays(PeriodDaysMax)
            ? Refusal.Invalid($"{path}.end", $"The period is at most {PeriodDaysMax} days long.")
            : null;
    }

    /// <summary>An identity of one kind.</summary>
    public static TId Id<TId>(string text, string path) where TId : struct, IEntityId<TId> =>
        EntityIds.TryParse<TId>(text, out var id) ? id : throw ApiError.InvalidInput(path, Kinds.Expected(TId.Kind));

    /// <summary>The identity of a network.</summary>
    public static OrganizationId Network(string text, string path) =>
        OrganizationId.TryParse(text, out var id) && !id.IsMunicipality
            ? id
            : throw ApiError.InvalidInput(path, Kinds.Expected("network"));

    /// <summary>The identity of a booking.</summary>
    public static BookingId Booking(string text, string path) =>
        BookingId.TryParse(text, out var id) ? id : throw ApiError.InvalidInput(path, Kinds.Expected("booking"));

    /// <summary>The identity of a series.</summary>
    public static SeriesId Series(string text, string path) =>
        SeriesId.TryParse(text, out var id) ? id : throw ApiError.InvalidInput(path, Kinds.Expected("series"));

    /// <summary>The identity of a place on a waiting list.</summary>
    public static WaitlistEntryId WaitlistEntry(string text, string path) =>
        WaitlistEntryId.TryParse(text, out var id) ? id : throw ApiError.InvalidInput(path, Kinds.Expected("waitlist entry"));

    /// <summary>The town hall of a commune.</summary>
    public static OrganizationId Municipality(string inseeCode, string path) =>
        OrganizationId.IsInseeCode(inseeCode)
            ? OrganizationId.OfMunicipality(inseeCode)
            : throw ApiError.InvalidInput(path, Kinds.InseeCode);

    private static bool IsInRange(Instant instant) => instant.InUtc().Year is >= YearMin and <= YearMax;
}

/// <summary>What is said of an identity that cannot be read; queries and mutations say the same.</summary>
internal static class Kinds
{
    public const string InseeCode = "An INSEE code has five characters, like 36044 or 2A004.";

    public static string Expected(string kind) => $"This is not the id of a {kind}.".Replace("a advisor", "an advisor", StringComparison.Ordinal);
}
