using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Api.Series;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>
    /// Books a room again and again at the same wall-clock time: every date, or those that can be had, as said. On a room whose
    /// owner decides, every date waits for the owner. An advisor books for themself, a manager for their own network's advisors.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to book.</param>
    public static async Task<BookSeriesPayload> BookSeriesAsync([FromRequest] ApiRequest api, BookSeriesInput input)
    {
        var reader = new CommandReader(api, "bookSeries", input);
        var lead = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        var room = reader.Id<RoomId>(input.RoomId, "roomId");
        var coHosts = reader.Ids<AdvisorId>(input.CoHostIds, "coHostIds");
        if (reader.IsRefused)
            return new() { Dates = [], Errors = reader.Errors };
        var terms = input.ToTerms(room, coHosts);
        var outcome = await reader.SendAsync(() => api.Grains.Get(lead).BookSeriesAsync(new BookSeries
        {
            Actor = api.Actor,
            Id = SeriesId.New(lead, reader.NewKey()),
            Terms = terms,
            Key = reader.Key,
        }));
        var refused = outcome.Refusals.OfType<SeriesRefusal>().FirstOrDefault();
        var zone = refused is null ? DateTimeZone.Utc : (await api.FindAsync(room))?.Zone ?? DateTimeZone.Utc;
        var series = outcome.Value is { } view ? new SeriesNode(view, api) : null;
        return new()
        {
            Series = series,
            Dates = series?.Dates ?? SeriesDateOutput.All(refused?.Dates ?? [], lead, terms, zone, api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>Tries the refused dates of a series again, and only those; for whoever may book it.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which series.</param>
    public static async Task<RetrySeriesPayload> RetrySeriesAsync([FromRequest] ApiRequest api, RetrySeriesInput input)
    {
        var reader = new CommandReader(api, "retrySeries", input);
        var id = reader.Series(input.SeriesId, "seriesId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).RetrySeriesAsync(new RetrySeries
        {
            Actor = api.Actor,
            Series = id,
            Key = reader.Key,
        }));
        return new() { Series = NodeOf(outcome, api), Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)) };
    }

    /// <summary>
    /// Gives up every date of a series that stands, or those from one on, for its parties and the room's owner. One date alone is
    /// given up by cancelBooking.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which dates, and why.</param>
    public static async Task<CancelSeriesPayload> CancelSeriesAsync([FromRequest] ApiRequest api, CancelSeriesInput input)
    {
        var reader = new CommandReader(api, "cancelSeries", input);
        var id = reader.Series(input.SeriesId, "seriesId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).CancelSeriesAsync(new CancelSeries
        {
            Actor = api.Actor,
            Series = id,
            From = input.From,
            Reason = input.Reason,
            Key = reader.Key,
        }));
        return new() { Series = NodeOf(outcome, api), Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)) };
    }

    /// <summary>
    /// Moves every date of a series that is still to come, or those from one on, each on its own: a date that is refused stays
    /// where it is. For whoever may book it. One date alone is moved by rescheduleBooking.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which dates, and where to.</param>
    public static async Task<RescheduleSeriesPayload> RescheduleSeriesAsync(
        [FromRequest] ApiRequest api, RescheduleSeriesInput input)
    {
        var reader = new CommandReader(api, "rescheduleSeries", input);
        var id = reader.Series(input.SeriesId, "seriesId");
        var room = input.RoomId is null ? (RoomId?)null : reader.Id<RoomId>(input.RoomId, "roomId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).RescheduleSeriesAsync(new RescheduleSeries
        {
            Actor = api.Actor,
            Series = id,
            From = input.From,
            StartsAt = input.StartsAt,
            Days = input.Days ?? 0,
            Room = room,
            Reason = input.Reason,
            Key = reader.Key,
        }));
        return new() { Series = NodeOf(outcome, api), Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)) };
    }

    /// <summary>
    /// The owner's answer to every PENDING date of a series, for managers of the room's owner; one date alone is answered by
    /// decideBooking. Nobody decides on a request they made or take part in.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which series, and the answer.</param>
    public static async Task<DecideSeriesPayload> DecideSeriesAsync([FromRequest] ApiRequest api, DecideSeriesInput input)
    {
        var reader = new CommandReader(api, "decideSeries", input);
        var id = reader.Series(input.SeriesId, "seriesId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).DecideSeriesAsync(new DecideSeries
        {
            Actor = api.Actor,
            Series = id,
            Decision = input.Decision,
            Note = input.Note,
            Key = reader.Key,
        }));
        return new() { Series = NodeOf(outcome, api), Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)) };
    }

    private static SeriesNode? NodeOf(Outcome<SeriesView> outcome, ApiRequest api) =>
        outcome.Value is { } view ? new SeriesNode(view, api) : null;
}
