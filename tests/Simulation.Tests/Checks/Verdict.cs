using System.Globalization;
using Orleans.Storage;
using Scheduling.Grains.Auditing;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Waitlists;
using Scheduling.Simulation.Tests.Engine;

namespace Scheduling.Simulation.Tests.Checks;

/// <summary>What has to be true in the end, when nothing goes wrong any more and some hours have passed.</summary>
internal static class Verdict
{
    private const string OnTheList = " is decided and on the list of ";

    /// <summary>What docs/simulation.md says is open.</summary>
    public static bool IsOpen(string violation) => violation.Contains(OnTheList, StringComparison.Ordinal);

    /// <summary>Some lead is being asked at this moment: once an hour everybody who waits is looked at.</summary>
    public static bool IsAsking(Store store) =>
        store.Records.Any(record => record.Value is WaitlistState list && list.Open.Any(entry => entry.Asking is not null));

    public static void Pass(Store store, Watch watch, Answers answers, bool isSettled, bool isRefusalFinal, Action<string> found)
    {
        watch.CheckAll();
        var lists = store.Records.Where(record => record.Value is WaitlistState).ToDictionary(record => record.Key, record => (WaitlistState)record.Value);
        answers.Compare(room => lists.GetValueOrDefault(room.Value) ?? new WaitlistState(), isRefusalFinal);
        Audit(store, isSettled, found);
        if (!isSettled)
            return;
        CheckProgress(watch, lists, found);
        CheckRequests(store, watch, found);
        CheckFeeds(store, watch, found);
    }

    /// <summary>Whatever had to follow has followed.</summary>
    private static void CheckProgress(Watch watch, Dictionary<string, WaitlistState> lists, Action<string> found)
    {
        foreach (var booking in watch.Bookings.Where(booking => booking.HasNews))
            found($"{booking.Id} ({booking.Status}) was never settled: {booking.Releases.Length} releases, {booking.Confirmations.Length} confirmations, {booking.News.Length} news");
        foreach (var booking in watch.Bookings.Where(booking => booking.Status == BookingStatus.Pending))
            found($"{booking.Id} waits for {string.Join(", ", booking.Awaiting)} after its deadline");
        foreach (var entry in lists.Values.SelectMany(list => list.Entries).Where(entry => entry is { IsOpen: true } and ({ Asking: not null } or { LeavingBy: not null } or { Status: WaitlistStatus.Offered })))
            found($"{entry.Id} is still {entry.Status}");
    }

    /// <summary>Every request was on its owner's list when it was made; none that is over is there.</summary>
    private static void CheckRequests(Store store, Watch watch, Action<string> found)
    {
        foreach (var (_, owner, _, value) in store.Records)
            if (value is OrganizationRequests requests)
                foreach (var booking in requests.Open.Keys.Where(booking => watch.Find(booking) is { IsListedAsRequest: false, Awaiting.IsEmpty: true, Stands: true }))
                    found($"{booking}{OnTheList}{owner}");
    }

    /// <summary>Everybody concerned has heard of every change of every booking, once and in order.</summary>
    private static void CheckFeeds(Store store, Watch watch, Action<string> found)
    {
        var feeds = store.Records.Where(record => record.Value is FeedPage).OrderBy(record => record.Name, StringComparer.Ordinal)
            .GroupBy(record => record.Key, StringComparer.Ordinal)
            .ToDictionary(feed => feed.Key, feed => feed.SelectMany(page => ((FeedPage)page.Value).Entries).ToList(), StringComparer.Ordinal);
        foreach (var booking in watch.Bookings)
        {
            foreach (var feed in new[] { booking.Id.Lead.Value, booking.Network.Value, booking.Facts.Owner.Value })
            {
                var heard = feeds.GetValueOrDefault(feed, []).Where(news => news.Booking == booking.Id).Select(news => news.Version).ToList();
                if (!heard.SequenceEqual(Enumerable.Range(1, (int)booking.Version).Select(version => (long)version)))
                    found($"{feed} heard of {booking.Id}: {string.Join(", ", heard)} of {booking.Version}");
            }
        }
    }

    /// <summary>The product's own auditor, over the same store.</summary>
    private static void Audit(Store store, bool isSettled, Action<string> found)
    {
        var values = new Values();
        var audit = new StoreAudit(values);
        foreach (var (type, key, name, value) in store.Records)
            audit.Take(type, key, name, values.Serialize(value), Instant.FromDateTimeOffset(Course.Begin));
        var report = audit.Judge();
        foreach (var unreadable in report.Unreadable)
            found($"the auditor cannot read {unreadable}");
        foreach (var violation in report.Violations.Where(violation => isSettled || violation.Invariant != Invariant.Needed))
            found($"the auditor says: {violation.Invariant} of {violation.Where}: {violation.What}");
    }

    // Values as they are: the simulated store does not turn them into bytes.
    private sealed class Values : IGrainStorageSerializer
    {
        private readonly List<object> _values = [];

        public BinaryData Serialize<T>(T? input)
        {
            _values.Add(input!);
            return new BinaryData((_values.Count - 1).ToString(CultureInfo.InvariantCulture));
        }

        public T Deserialize<T>(BinaryData input) => (T)_values[int.Parse(input.ToString(), CultureInfo.InvariantCulture)];
    }
}
