using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Grains.Tests.Rules;

public sealed class BookingOutboxTests
{
    private static readonly FeedId[] Everybody = [FeedId.Of(Some.Advisor), FeedId.Of(Some.Network), FeedId.Of(Some.Owner), FeedId.Of(Some.OtherAdvisor)];

    [Fact]
    public void Note_NewBooking_IsNewsForAllConcerned()
    {
        var news = Assert.Single(BookingOutbox.Note(former: null, Booking()).News);

        Assert.Equal((1L, BookingStatus.Confirmed, "camille"), (news.Version, news.Status, news.By));
        Assert.Equal(Everybody, news.Feeds);
        Assert.Equal([Some.OtherAdvisor], news.NetworksOf);
    }

    [Fact]
    public void Note_SameVersion_IsNoNews() =>
        Assert.Empty(BookingOutbox.Note(Booking(), Booking() with { IsListedAsRequest = true }).News);

    [Fact]
    public void Note_SeveralVersionsAtOnce_AreToldOneByOne()
    {
        var next = BookingOutbox.Note(Booking(), Later(Later(Booking())));

        Assert.Equal([2L, 3L], next.News.Select(item => item.Version));
        Assert.Equal(next.History.TakeLast(2).Select(step => step.At), next.News.Select(item => item.At));
    }

    [Fact]
    public void Note_OthersBeforeThanAfter_BothHear()
    {
        var newcomer = EntityIds.Of<AdvisorId>("newcomer");
        var next = Later(Booking()) with { CoHosts = [newcomer], Facts = Booking().Facts with { Owner = Some.OtherNetwork } };

        var news = Assert.Single(BookingOutbox.Note(Booking(), next).News);

        Assert.Equal(Everybody.Append(FeedId.Of(newcomer)).Append(FeedId.Of(Some.OtherNetwork)).ToHashSet(), news.Feeds.ToHashSet());
        Assert.Equal(news.Feeds.Distinct(), news.Feeds);
        Assert.Equal([newcomer, Some.OtherAdvisor], news.NetworksOf);
    }

    [Fact]
    public void Strike_SomeFeeds_KeepsTheOthersAndWhatCameLater()
    {
        var first = BookingOutbox.Note(former: null, Booking());
        var second = BookingOutbox.Note(first, Later(first));

        var struck = BookingOutbox.Strike(second, upTo: 1, [.. Everybody[1..]], [Some.OtherAdvisor]);

        Assert.Equal([Everybody[0]], struck.News[0].Feeds);
        Assert.Empty(struck.News[0].NetworksOf);
        Assert.Equal(second.News[1], struck.News[1]);
        Assert.Equal([2L], BookingOutbox.Strike(struck, upTo: 1, [Everybody[0]], []).News.Select(item => item.Version));
        Assert.False(BookingOutbox.Strike(second, upTo: 2, Everybody, [Some.OtherAdvisor]).HasNews);
    }

    private static BookingRecord Later(BookingRecord booking) => booking with
    {
        Version = booking.Version + 1,
        Status = BookingStatus.Cancelled,
        History = booking.History.Add(new BookingEvent
        {
            At = booking.History[^1].At + Duration.FromMinutes(1),
            Status = BookingStatus.Cancelled,
            By = "mairie",
        }),
    };

    private static BookingRecord Booking() => new()
    {
        Id = BookingId.New(Some.Advisor, IsoWeek.Of(Some.Now), "b"),
        Room = EntityIds.Of<RoomId>("r"),
        Facts = new RoomFacts { Venue = Some.Terms.Venue, Owner = Some.Owner, TimeZone = "Europe/Paris", VenueCountsPeople = false },
        Network = Some.Network,
        CoHosts = [Some.OtherAdvisor],
        Period = Some.Tomorrow(9, 2),
        Seats = 8,
        Purpose = BookingPurpose.Workshop,
        Status = BookingStatus.Confirmed,
        Version = 1,
        History = [new BookingEvent { At = Some.Now, Status = BookingStatus.Confirmed, By = "camille" }],
        Claims = [],
    };
}
