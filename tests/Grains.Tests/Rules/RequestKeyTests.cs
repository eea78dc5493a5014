using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Rules;

public sealed class RequestKeyTests
{
    [Theory]
    [InlineData("ab", "c", "a", "bc")]
    [InlineData("", "abc", "abc", "")]
    [InlineData("1:a", "b", "1", "a1:b")]
    public void Of_PartsCutElsewhere_AreOtherKeys(string subject, string key, string otherSubject, string otherKey)
    {
        var one = RequestKey.Of(subject, key, "bookRoom", "input");
        var other = RequestKey.Of(otherSubject, otherKey, "bookRoom", "input");

        Assert.NotEqual(one.Key, other.Key);
        Assert.Equal(one.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void Of_SameCall_IsEqualAndAnotherInputIsNot()
    {
        var one = RequestKey.Of("caller", "key", "bookRoom", "input");

        Assert.Equal(one, RequestKey.Of("caller", "key", "bookRoom", "input"));
        Assert.NotEqual(one, RequestKey.Of("caller", "key", "bookRoom", "other"));
        Assert.NotEqual(one, RequestKey.Of("caller", "key", "cancelBooking", "input"));
        Assert.True(EntityIds.TryParse<ClaimId>($"claim-{one.Key}", out _));
    }
}
