using NodaTime;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
using Scheduling.Grains.Waitlists;
using Scheduling.Silo.Audit;

namespace Scheduling.Silo.Tests.Audit;

/// <summary>What series and waiting lists say of bookings, damaged by hand in one place each.</summary>
public sealed class DamagedListsTests(SoundStore store) : IClassFixture<SoundStore>
{
    private AuditedTown Town => store.Town;

    private string SeriesName => $"series-{Town.Series.Key}";

    [Fact]
    public async Task Audit_DatesStillProvisional_AreBookingsWhenTheirSeriesListsThem()
    {
        using var editor = store.Copy();
        EditPage(editor, Provisional);

        var (code, text) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Sound, code);
        Assert.Contains("6 bookings, 5 standing; 16 claims", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ProvisionalDatesOfASeriesThatIsNot_AreLeftOver()
    {
        using var editor = store.Copy();
        EditPage(editor, Provisional);
        editor.Edit<SeriesRecord>(Town.Regular, SeriesName, _ => new SeriesRecord());

        var (code, text) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Sound, code);
        Assert.Contains("4 bookings, 3 standing; 16 claims", text, StringComparison.Ordinal);
        Assert.Contains("allowed: 6 claims left over", text, StringComparison.Ordinal);
    }

    [Fact]
    public Task Audit_ProvisionalDateThatIsListedAndLostItsClaim_BreaksI2() => store.RefutesAsync(
        editor =>
        {
            EditPage(editor, Provisional);
            editor.EditClaims(Town.Shared, AuditedTown.Later, claims => claims.RemoveAt(0));
        },
        "I2 ", $"stands, and {Town.Shared} does not hold claim-");

    [Fact]
    public Task Audit_ListedDateIsNot_BreaksSeries() => store.RefutesAsync(
        editor => EditPage(editor, page => page with { Bookings = page.Bookings.RemoveAll(booking => booking.Series is not null) }),
        "every date", $"{Town.Series}: lists booking-");

    [Fact]
    public Task Audit_DateThatItsSeriesDoesNotList_BreaksSeries() => store.RefutesAsync(
        editor => editor.Edit<SeriesRecord>(Town.Regular, SeriesName, series => series with { Dates = series.Dates.RemoveAt(1) }),
        "every date", $"{Town.Series}: does not list booking-");

    [Fact]
    public Task Audit_ListedBookingOfNoSeries_BreaksSeries() => store.RefutesAsync(
        editor => EditPage(editor, page => page with { Bookings = [.. page.Bookings.Select(booking => booking with { Series = null })] }),
        "every date", ", which is of no series");

    [Fact]
    public Task Audit_ServedByABookingThatIsNot_BreaksWaitlist() => store.RefutesAsync(
        editor => EditPage(editor, page => page with { Bookings = page.Bookings.RemoveAll(booking => booking.Id == Town.Waited) }),
        "every place", $"{Town.Entry} is Served by {Town.Waited}, which is not");

    [Fact]
    public Task Audit_ServedByABookingOfNoList_BreaksWaitlist() => store.RefutesAsync(
        editor => EditPage(editor, page => page.With(page.Find(Town.Waited)! with { Offer = null })),
        "every place", $"{Town.Entry} is Served by {Town.Waited}, which is of no waiting list");

    [Fact]
    public Task Audit_ServedByWhatWasNeverAccepted_BreaksWaitlist() => store.RefutesAsync(
        editor => EditPage(editor, page => page.Find(Town.Waited) is { } waited
            ? page.With(waited with { Offer = waited.Offer! with { IsAccepted = false } })
            : page),
        "every place", $"{Town.Entry} is Served by {Town.Waited}, which is Confirmed and was never accepted");

    [Fact]
    public Task Audit_ServedByNothing_BreaksWaitlist() => store.RefutesAsync(
        editor => EditEntry(editor, entry => entry with { Booking = null }),
        "every place", $"{Town.Entry} is Served and names no booking");

    [Fact]
    public Task Audit_OneBookingOfTwoPlaces_BreaksWaitlist() => store.RefutesAsync(
        editor => editor.Edit<WaitlistState>(Town.Room, "waitlist", list => new WaitlistState
        {
            Entries = list.Entries.Add(list.Entries[0] with { Id = WaitlistEntryId.New(Town.Entry.Room, "twin") }),
        }),
        "every place", $"{Town.Entry} names {Town.Waited}, and so does wait-");

    [Fact]
    public Task Audit_BookingOfAPlaceThatNamesAnother_BreaksWaitlist() => store.RefutesAsync(
        editor => EditEntry(editor, entry => entry with { Status = WaitlistStatus.Waiting, Booking = Town.Cancelled }),
        "every place", $"{Town.Entry} names {Town.Cancelled}, and {Town.Waited} is of it");

    [Fact]
    public Task Audit_BookingOfAPlaceThatIsNot_BreaksWaitlist() => store.RefutesAsync(
        editor => editor.Edit<WaitlistState>(Town.Room, "waitlist", _ => new WaitlistState()),
        "every place", $"{Town.Entry} does not wait there, and {Town.Waited} is of it");

    [Fact]
    public Task Audit_ListIsNotStoredAtAll_BreaksWaitlist() => store.RefutesAsync(
        editor => editor.Remove(Town.Room, "waitlist"),
        "every place", $"has no waiting list, and {Town.Waited} is of {Town.Entry}");

    [Fact]
    public Task Audit_LaterPlaceStandsFirst_BreaksWaitlist() => store.RefutesAsync(
        editor => editor.Edit<WaitlistState>(Town.Room, "waitlist", list => new WaitlistState
        {
            Entries = list.Entries.Add(list.Entries[0] with
            {
                Id = WaitlistEntryId.New(Town.Entry.Room, "early"),
                Status = WaitlistStatus.Waiting,
                Booking = null,
                JoinedAt = list.Entries[0].JoinedAt - Duration.FromMinutes(1),
            }),
        }),
        "every place", $"stands behind {Town.Entry} of ");

    [Fact]
    public async Task Audit_BookingOfAPlaceForgottenAfterAWeek_IsSound()
    {
        using var editor = store.Copy();
        editor.Edit<WaitlistState>(Town.Room, "waitlist", _ => new WaitlistState());
        EditPage(editor, page =>
        {
            var waited = page.Find(Town.Waited)!;
            return page.With(waited with { History = [waited.History[0] with { At = waited.CreatedAt - Duration.FromDays(8) }] });
        });

        var (code, _) = await editor.AuditAsync();

        Assert.Equal(AuditCommand.Sound, code);
    }

    private static AdvisorPage Provisional(AdvisorPage page) => page with
    {
        Bookings = page.Bookings.RemoveAll(booking => booking.Series is not null),
        Provisional = [.. page.Bookings.Where(booking => booking.Series is not null)],
    };

    private void EditPage(StoreEditor editor, Func<AdvisorPage, AdvisorPage> change) =>
        editor.Edit(Town.Regular, $"week-{AuditedTown.Later}", change);

    private void EditEntry(StoreEditor editor, Func<WaitlistEntry, WaitlistEntry> change) =>
        editor.Edit<WaitlistState>(Town.Room, "waitlist", list => new WaitlistState { Entries = [change(list.Entries.Single())] });
}
