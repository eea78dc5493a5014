using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Utilization;

namespace Scheduling.Api.Utilization;

/// <summary>What the query and the export call their arguments, so that a refusal names the right one.</summary>
/// <param name="Room">A room's identity.</param>
/// <param name="Venue">A venue's identity.</param>
/// <param name="InseeCode">A commune.</param>
/// <param name="Network">A network's identity.</param>
/// <param name="Target">What is missing when none of them is there.</param>
internal sealed record UtilizationFields(string Room, string Venue, string InseeCode, string Network, string Target);

/// <summary>Reads what to reckon, and reckons it. What is wrong becomes INVALID_INPUT with the argument's path.</summary>
internal static class UtilizationArguments
{
    /// <summary>The question, when it is one.</summary>
    public static UtilizationQuery Read(UtilizationFilter where, LocalDate from, LocalDate to, UtilizationSpan by, UtilizationFields fields)
    {
        CheckTargets(where, fields);
        CheckDates(from, to);
        return new UtilizationQuery
        {
            Room = where.RoomId is { } room ? Arguments.Id<RoomId>(room, fields.Room) : null,
            Venue = where.VenueId is { } venue ? Arguments.Id<VenueId>(venue, fields.Venue) : null,
            InseeCode = where.InseeCode is { } code ? Arguments.Municipality(code, fields.InseeCode).InseeCode : null,
            Network = where.NetworkId is { } network ? Arguments.Network(network, fields.Network) : null,
            First = from,
            Last = to,
            By = by,
        };
    }

    /// <summary>The answer; NOT_FOUND where there is no such thing.</summary>
    public static async Task<UtilizationOutput> AnswerAsync(
        IGrainFactory grains, UtilizationQuery query, CancellationToken cancellationToken) =>
        new((await new UtilizationReader(grains).ReadAsync(query, cancellationToken)).OrThrow());

    private static void CheckTargets(UtilizationFilter where, UtilizationFields fields)
    {
        (string Field, string? Value)[] places =
            [(fields.Room, where.RoomId), (fields.Venue, where.VenueId), (fields.InseeCode, where.InseeCode)];
        var named = places.Where(place => place.Value is not null).ToList();
        if (named.Count > 1)
            throw ApiError.InvalidInput(named[1].Field, "One room, one venue or one commune at a time.");
        if (named.Count == 0 && where.NetworkId is null)
            throw ApiError.InvalidInput(fields.Target, "Name a room, a venue, a commune or a network.");
    }

    private static void CheckDates(LocalDate from, LocalDate to)
    {
        foreach (var (field, date) in new[] { ("from", from), ("to", to) })
            if (date.Year is < Arguments.YearMin or > Arguments.YearMax)
                throw ApiError.InvalidInput(field, $"The days lie in the years {Arguments.YearMin} to {Arguments.YearMax}.");
        if (to < from)
            throw ApiError.InvalidInput("to", "The last day is not before the first.");
        if (NodaTime.Period.DaysBetween(from, to) >= Arguments.PeriodDaysMax)
            throw ApiError.InvalidInput("to", $"At most {Arguments.PeriodDaysMax} days at a time.");
    }
}
