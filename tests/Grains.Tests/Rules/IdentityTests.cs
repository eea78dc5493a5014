using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>What is an identity, and what only looks like one.</summary>
public sealed class IdentityTests
{
    private static readonly string Key64 = new('k', 64);

    /// <summary>Texts that are no key of anything; each is also tried behind every kind.</summary>
    public static TheoryData<string> HostileKeys =>
    [
        "", " ", "a b", "a-b", "a_b", "a/b", "a\\b", "../x", "a.b", "a\0", "\0", "a\n", "a\r\n", "é", "а", "٣", "a\u200b", "a%00",
        "a'--", "a\"b", "a;b", "$(id)", "{a}", "<a>", "\ud83d\ude00", "\ud83d", new string('k', 65), new string('k', 100_000),
    ];

    [Fact]
    public void TryParse_OwnText_ReadsBack()
    {
        AssertReadsBack(EntityIds.Of<AdvisorId>("a1"), "advisor-a1");
        AssertReadsBack(EntityIds.Of<VenueId>("V"), "venue-V");
        AssertReadsBack(EntityIds.Of<RoomId>("0"), "room-0");
        AssertReadsBack(EntityIds.Of<ClosureId>("c"), "closure-c");
        AssertReadsBack(EntityIds.Of<ClaimId>("c"), "claim-c");
        AssertReadsBack(EntityIds.Of<RoomId>(Key64), "room-" + Key64);
        AssertReadsBack(EntityIds.Of<RoomId>(new IdSource().NewKey()));
        AssertReadsBack(EntityIds.Of<VenueId>(IdSource.KeyOf("register", "12345")));
    }

    // Rooms of the national register and keys of callers are known by them: they must be what they were.
    [Theory]
    [InlineData("ea9kme70cjez4wy8vgp9", "national-register", "12345")]
    [InlineData("2qgxwax31247wpsrkdsw", "Mairie d'Écueillé", "salle des fêtes")]
    [InlineData("sfawrepyns45x4vjnb9w", "", "")]
    [InlineData("3fhmc3hea1tjtsgbezff", "ab", "c")]
    [InlineData("kg578rtjxtq3rgn2beqx", "a", "bc")]
    public void KeyOf_SameText_IsTheSameForEver(string key, params string[] parts) => Assert.Equal(key, IdSource.KeyOf(parts));

    // An attribute cannot hold such a text.
    [Fact]
    public void KeyOf_HalfACharacterInEachPart_IsTheSameForEver() => Assert.Equal("a0n6jrx5efazbdqm4jgd", IdSource.KeyOf("\ud83d", "\ude00"));

    [Theory]
    [MemberData(nameof(HostileKeys), DisableDiscoveryEnumeration = true)]
    public void TryParse_HostileKey_IsNoIdentity(string key)
    {
        foreach (var text in new[] { key, "room-" + key, "room" + key, "ROOM-a" + key, " room-a" + key, "venue-a" + key })
            Assert.False(EntityIds.TryParse<RoomId>(text, out _), text.Length < 100 ? text : key[..10]);
        Assert.False(OrganizationId.TryParse(key, out _));
        Assert.False(OrganizationId.TryParse("network-" + key, out _));
        Assert.False(OrganizationId.TryParse("municipality-" + key, out _));
        Assert.False(BookingId.TryParse(key, out _));
        Assert.False(BookingId.TryParse($"booking-{key}-2027W12-b", out _));
        Assert.False(BookingId.TryParse($"booking-a-{key}-b", out _));
        Assert.False(BookingId.TryParse($"booking-a-2027W12-{key}", out _));
        Assert.False(BookingId.TryParse($"booking-a-2027W12-b-{key}", out _));
    }

    [Fact]
    public void TryParse_Null_IsNoIdentity()
    {
        Assert.False(EntityIds.TryParse<AdvisorId>(null, out _));
        Assert.False(OrganizationId.TryParse(null, out _));
        Assert.False(BookingId.TryParse(null, out _));
    }

    [Theory]
    [InlineData("advisor-a")]
    [InlineData("room-a")]
    [InlineData("venue-a")]
    [InlineData("closure-a")]
    [InlineData("claim-a")]
    public void TryParse_AnotherKind_IsNotTaken(string text) => Assert.Equal(1,
        new[]
        {
            EntityIds.TryParse<AdvisorId>(text, out _), EntityIds.TryParse<RoomId>(text, out _), EntityIds.TryParse<VenueId>(text, out _),
            EntityIds.TryParse<ClosureId>(text, out _), EntityIds.TryParse<ClaimId>(text, out _),
        }.Count(taken => taken));

    [Fact]
    public void BookingId_New_NamesItsLeadAndWeek()
    {
        var (lead, week) = (EntityIds.Of<AdvisorId>(Key64), IsoWeek.Parse("2026W53"));
        var id = BookingId.New(lead, week, Key64);

        Assert.True(BookingId.TryParse(id.Value, out var read));
        Assert.Equal((id, lead, week), (read, read.Lead, read.Week));
    }

    [Theory]
    [InlineData("booking-a-2027W12-b", true)]
    [InlineData("booking-a-2027W53-b", false)]
    [InlineData("booking-a-2027W1\0-b", false)]
    [InlineData("booking--2027W12-b", false)]
    [InlineData("booking-a-2027W12", false)]
    [InlineData("advisor-a-2027W12-b", false)]
    public void BookingId_TryParse_TakesOnlyItsForm(string text, bool expected) => Assert.Equal(expected, BookingId.TryParse(text, out _));

    [Theory]
    [InlineData("36005", true)]
    [InlineData("01001", true)]
    [InlineData("2A004", true)]
    [InlineData("2B033", true)]
    [InlineData("97105", true)]
    [InlineData("98818", true)]
    [InlineData("21231", true)]
    [InlineData("2C001", false)]
    [InlineData("2a004", false)]
    [InlineData("20004", false)]
    [InlineData("3600", false)]
    [InlineData("360055", false)]
    [InlineData("36005\n", false)]
    [InlineData(" 36005", false)]
    [InlineData("3600O", false)]
    [InlineData("3600٥", false)]
    [InlineData("３６００５", false)]
    [InlineData("", false)]
    public void OrganizationId_InseeCode_HasItsForm(string code, bool expected)
    {
        Assert.Equal(expected, OrganizationId.IsInseeCode(code));
        Assert.Equal(expected, OrganizationId.TryParse($"municipality-{code}", out var id));
        if (expected)
            Assert.Equal((true, code, OrganizationId.OfMunicipality(code)), (id.IsMunicipality, id.InseeCode, id));
    }

    [Fact]
    public void OrganizationId_Network_ReadsBack()
    {
        var network = OrganizationId.OfNetwork(Key64);

        Assert.True(OrganizationId.TryParse(network.Value, out var read));
        Assert.Equal((network, false, ""), (read, read.IsMunicipality, read.InseeCode));
    }

    private static void AssertReadsBack<TId>(TId id, string? text = null) where TId : struct, IEntityId<TId>
    {
        Assert.Equal(text ?? id.Value, id.Value);
        Assert.True(EntityIds.TryParse<TId>(id.Value, out var read));
        Assert.Equal(id, read);
    }
}
