using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>What owners may say of rooms and venues, and which field is named when they may not.</summary>
public sealed class SettingsTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    public static TheoryData<string, RoomDetails> Rooms => new()
    {
        { "", A.Room },
        { "", A.Room with { Name = new string('x', 200), Seats = 1_000, Equipment = [.. Enumerable.Repeat("écran", 50)] } },
        { "name", A.Room with { Name = "" } },
        { "name", A.Room with { Name = " \t" } },
        { "name", A.Room with { Name = new string('x', 201) } },
        { "seats", A.Room with { Seats = 0 } },
        { "seats", A.Room with { Seats = -1 } },
        { "seats", A.Room with { Seats = 1_001 } },
        { "equipment", A.Room with { Equipment = [.. Enumerable.Repeat("écran", 51)] } },
        { "equipment.1", A.Room with { Equipment = ["écran", ""] } },
        { "equipment.0", A.Room with { Equipment = [new string('x', 201)] } },
        { "name seats", A.Room with { Name = "", Seats = 0 } },
    };

    public static TheoryData<string, BookingPolicy> Policies => new()
    {
        { "", Some.Policy },
        { "", Some.Policy with { MinimumNotice = Duration.Zero, MaximumAdvance = Duration.FromDays(1830) } },
        { "policy.minimumNotice", Some.Policy with { MinimumNotice = -Second } },
        { "policy.minimumNotice", Some.Policy with { MinimumNotice = Duration.FromDays(1830) + Second } },
        { "policy.maximumAdvance", Some.Policy with { MaximumAdvance = Duration.FromDays(1830) + Second } },
        { "policy.minimumDuration", Some.Policy with { MinimumDuration = Duration.FromDays(7) + Second } },
        { "policy.minimumDuration", Some.Policy with { MinimumDuration = Duration.FromDays(7), SetupBuffer = Duration.FromHours(1) } },
        { "policy.maximumDuration", Some.Policy with { MaximumDuration = Duration.FromDays(7) + Second } },
        { "policy.setupBuffer", Some.Policy with { SetupBuffer = Duration.FromDays(1) + Second } },
        { "policy.setupBuffer", Some.Policy with { SetupBuffer = -Second } },
        { "policy.teardownBuffer", Some.Policy with { TeardownBuffer = Duration.FromDays(1) + Second } },
        { "", Some.Policy with { SetupBuffer = Duration.FromDays(1), TeardownBuffer = Duration.FromDays(1) } },
        { "policy.decisionDeadline", Some.Policy with { DecisionDeadline = Duration.FromDays(60) + Second } },
        { "policy.decisionDeadline", Some.Policy with { DecisionDeadline = -Second } },
        { "policy.decisionDeadline", Some.Policy with { DecisionDeadline = Duration.Zero } },
        { "", Some.Policy with { DecisionDeadline = Second } },
        { "", Some.Policy with { MinimumDuration = Second, MaximumDuration = Second } },
        { "policy.maximumDuration", Some.Policy with { MinimumDuration = Second, MaximumDuration = Duration.Zero } },
        { "policy.maximumAdvance", Some.Policy with { MinimumNotice = Second, MaximumAdvance = Duration.Zero } },
    };

    public static TheoryData<string, VenueDetails> Venues => new()
    {
        { "", A.Venue },
        { "", A.Venue with { Location = null, OpeningHours = [], MaxOccupancy = 100_000 } },
        { "name", A.Venue with { Name = " " } },
        { "address.street", A.Venue with { Address = A.Venue.Address with { Street = new string('x', 201) } } },
        { "address.postalCode", A.Venue with { Address = A.Venue.Address with { PostalCode = "" } } },
        { "address.city", A.Venue with { Address = A.Venue.Address with { City = "" } } },
        { "", A.Venue with { Address = A.Venue.Address with { InseeCode = null } } },
        { "address.inseeCode", A.Venue with { Address = A.Venue.Address with { InseeCode = "3600" } } },
        { "location.latitude", A.Venue with { Location = new GeoPoint(90.1, 0) } },
        { "location.latitude", A.Venue with { Location = new GeoPoint(double.NaN, 0) } },
        { "location.longitude", A.Venue with { Location = new GeoPoint(0, -180.1) } },
        { "location.longitude", A.Venue with { Location = new GeoPoint(0, double.PositiveInfinity) } },
        { "", A.Venue with { Location = new GeoPoint(-90, 180) } },
        { "", A.Venue with { TimeZone = "Indian/Reunion" } },
        { "timeZone", A.Venue with { TimeZone = "Europe/Ardentes" } },
        { "timeZone", A.Venue with { TimeZone = "europe/paris" } },
        { "timeZone", A.Venue with { TimeZone = "UTC+01:00" } },
        { "timeZone", A.Venue with { TimeZone = "" } },
        { "openingHours", A.Venue with { OpeningHours = [.. Enumerable.Repeat(A.Venue.OpeningHours[0], 101)] } },
        { "maxOccupancy", A.Venue with { MaxOccupancy = 0 } },
        { "maxOccupancy", A.Venue with { MaxOccupancy = 100_001 } },
    };

    public static TheoryData<string, CloseVenue> Closures => new()
    {
        { "", Closing(Some.Tomorrow(0, 366 * 24)) },
        { "period.end", Closing(Some.Tomorrow(0, 366 * 24 + 1)) },
        { "period.end", Closing(Some.Tomorrow(0, 0)) },
        { "period.end", Closing(Some.Tomorrow(0, -1)) },
        { "period.start", Closing(new Period(Instant.FromUtc(1999, 12, 31, 23, 59), Instant.FromUtc(2000, 1, 1, 1, 0))) },
        { "period.start", Closing(new Period(Instant.FromUtc(2200, 1, 1, 0, 0), Instant.FromUtc(2200, 1, 2, 0, 0))) },
        { "period.start", Closing(new Period(Instant.MinValue, Instant.MaxValue)) },
        { "reason", Closing(Some.Tomorrow(0, 1)) with { Reason = new string('x', 501) } },
        { "", Closing(Some.Tomorrow(0, 1)) with { Reason = new string('x', 500) } },
    };

    [Theory]
    [MemberData(nameof(Rooms), DisableDiscoveryEnumeration = true)]
    public void Validate_Room_NamesTheField(string fields, RoomDetails details) => AssertFields(fields, RoomRules.Validate(details));

    [Theory]
    [MemberData(nameof(Policies), DisableDiscoveryEnumeration = true)]
    public void Validate_Policy_NamesTheField(string fields, BookingPolicy policy) =>
        AssertFields(fields, RoomRules.Validate(A.Room with { Policy = policy }));

    [Theory]
    [MemberData(nameof(Venues), DisableDiscoveryEnumeration = true)]
    public void Validate_Venue_NamesTheField(string fields, VenueDetails details) => AssertFields(fields, VenueRules.Validate(details));

    [Theory]
    [MemberData(nameof(Closures), DisableDiscoveryEnumeration = true)]
    public void Validate_Closure_NamesTheField(string fields, CloseVenue command) => AssertFields(fields, VenueRules.Validate(command));

    private static CloseVenue Closing(Period period) => new() { Actor = GrainCluster.Admin, Period = period };

    private static void AssertFields(string expected, ImmutableArray<Refusal> refusals)
    {
        Assert.Equal(expected, string.Join(' ', refusals.Cast<InvalidInputRefusal>().Select(refusal => refusal.Field)));
        Assert.All(refusals, refusal => Assert.Equal(RefusalCode.InvalidInput, refusal.Code));
    }
}
