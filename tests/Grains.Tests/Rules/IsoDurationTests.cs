using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Rules;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("PT0S", 0)]
    [InlineData("PT1H30M", 5_400)]
    [InlineData("PT90M", 5_400)]
    [InlineData("PT48H", 172_800)]
    [InlineData("P30D", 2_592_000)]
    [InlineData("P2W", 1_209_600)]
    [InlineData("P1DT1H1M1S", 90_061)]
    [InlineData("P1W1D", 691_200)]
    [InlineData("P0D", 0)]
    [InlineData("PT00001S", 1)]
    [InlineData("P36600D", 3_162_240_000)]
    public void TryParse_FixedLengths_AreRead(string text, long seconds)
    {
        Assert.True(IsoDuration.TryParse(text, out var duration));
        Assert.Equal(Duration.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("1H")]
    [InlineData("PT1")]
    [InlineData("PTH")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1M1H")]
    [InlineData("-PT1H")]
    [InlineData("PT-1H")]
    [InlineData("+PT1H")]
    [InlineData("PT1.5H")]
    [InlineData("PT0.5S")]
    [InlineData("pt1h")]
    [InlineData(" PT1H")]
    [InlineData("PT1H ")]
    [InlineData("PT1H\n")]
    [InlineData("PT1H\0")]
    [InlineData("P1D1D")]
    [InlineData("PT٣H")]
    [InlineData("PT３H")]
    [InlineData("P36601D")]
    [InlineData("P999999999W")]
    [InlineData("PT9999999999S")]
    [InlineData("PT99999999999999999999999999S")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(IsoDuration.TryParse(text, out _));

    [Theory]
    [InlineData(0, "PT0S")]
    [InlineData(1, "PT1S")]
    [InlineData(59, "PT59S")]
    [InlineData(60, "PT1M")]
    [InlineData(5_400, "PT1H30M")]
    [InlineData(86_400, "PT24H")]
    [InlineData(172_800, "PT48H")]
    [InlineData(259_200, "P3D")]
    [InlineData(172_801, "PT48H1S")]
    [InlineData(262_800, "PT73H")]
    [InlineData(2_592_000, "P30D")]
    [InlineData(-60, "-PT1M")]
    [InlineData(-259_200, "-P3D")]
    public void Format_Seconds_AreWrittenShortly(long seconds, string expected) =>
        Assert.Equal(expected, IsoDuration.Format(Duration.FromSeconds(seconds)));

    [Theory]
    [InlineData(999, "PT0S")]
    [InlineData(-999, "PT0S")]
    [InlineData(1_999, "PT1S")]
    public void Format_PartsOfASecond_AreLeftOut(int milliseconds, string expected) =>
        Assert.Equal(expected, IsoDuration.Format(Duration.FromMilliseconds(milliseconds)));

    [Fact]
    public void Format_AnyLength_IsReadBack()
    {
        var dice = new Dice();
        for (var i = 0; i < 10_000; i++)
        {
            var duration = Duration.FromSeconds(dice.Pick([1, 60, 3_600, 86_400]) * (long)dice.Between(0, 36_600));

            Assert.True(IsoDuration.TryParse(IsoDuration.Format(duration), out var read), Dice.Replay);
            Assert.Equal(duration, read);
        }
    }
}
