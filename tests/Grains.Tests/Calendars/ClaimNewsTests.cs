using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests;

public sealed class ClaimNewsTests
{
    // From 09:00 to 11:00, with a quarter of an hour before and half of one after.
    private static readonly Claim Claim = new()
    {
        Id = EntityIds.Of<ClaimId>("c1"),
        Booking = BookingId.New(EntityIds.Of<AdvisorId>("camille"), IsoWeek.Of(A.Monday), "b1"),
        Network = OrganizationId.OfNetwork("laposte"),
        Period = A.Hours(9, 11),
        Held = A.Hours(8.75, 11.5),
        Seats = 8,
        MadeAt = A.Monday,
        IsPending = true,
    };

    private static readonly ClaimNews News = new() { Id = Claim.Id, Period = Claim.Period, Version = 2 };

    /// <summary>Until when, whether people had come, and until when the calendar is held.</summary>
    [Theory]
    [InlineData(10.0, true, 10.0, 10.5)]
    [InlineData(10.0, false, 10.0, 10.0)]
    [InlineData(10.9, true, 10.9, 11.4)]
    [InlineData(11.0, true, 11.0, 11.5)]
    [InlineData(12.0, true, 11.0, 11.5)]
    [InlineData(9.0, true, 11.0, 11.5)]
    [InlineData(8.0, false, 11.0, 11.5)]
    public void Hearing_EndsEarlier_ShortensAndKeepsTheTimeToTidy(double until, bool came, double end, double heldUntil)
    {
        var heard = Claim.Hearing(News with { Until = At(until), CheckedInAt = came ? At(9) : null });

        Assert.Equal((A.Hours(9, end), A.Hours(8.75, heldUntil)), (heard.Period, heard.Held));
        Assert.False(heard.IsPending);
    }

    [Fact]
    public void Hearing_OlderNews_ChangesNothing()
    {
        var heard = Claim.Hearing(News with { Version = 3, CheckedInAt = At(9), People = 5 });

        Assert.Equal(heard, heard.Hearing(News with { Version = 2, CheckedInAt = At(9), People = 4 }));
        Assert.Equal(heard, heard.Hearing(News with { Version = 3, CheckedInAt = At(9), People = 4 }));
        Assert.Equal(6, heard.Hearing(News with { Version = 4, CheckedInAt = At(9), People = 6 }).Presence!.People);
    }

    [Fact]
    public void Hearing_WaitsForNobody_IsAllThatIsNoted() =>
        Assert.Equal(Claim with { IsPending = false }, Claim.Hearing(News));

    [Fact]
    public void Hearing_ClaimIntoTheNextWeek_LeavesThePageThatItReachesNoMore()
    {
        var week = IsoWeek.Of(A.Monday);
        var period = A.Hours(7 * 24 - 2, 7 * 24 + 4);
        var page = new ClaimsPage { Claims = [Claim with { Period = period, Held = period }] };
        var news = News with { Period = period, Until = At(7 * 24 - 1), CheckedInAt = At(7 * 24 - 2) };

        Assert.Equal(A.Hours(7 * 24 - 2, 7 * 24 - 1), Assert.Single(page.Hearing(news, week).Claims).Held);
        Assert.Empty(page.Hearing(news, new IsoWeek(week.Number + 1)).Claims);
    }

    private static Instant At(double hours) => A.Monday + Duration.FromHours(hours);
}
