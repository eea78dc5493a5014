using GraphQL.Types;
using GraphQLParser.AST;
using NodaTime;
using NodaTime.Text;
using Scheduling.Api.Common;
using Scheduling.Api.Scalars;

namespace Scheduling.Api.Tests.Scalars;

public sealed class ScalarTests
{
    [Theory]
    [InlineData("2027-03-02T09:30:00+01:00", "2027-03-02T08:30:00Z")]
    [InlineData("2027-03-02T09:30:00Z", "2027-03-02T09:30:00Z")]
    [InlineData("2027-03-02t09:30:00z", "2027-03-02T09:30:00Z")]
    [InlineData("2027-03-02T09:30:00.25-03:30", "2027-03-02T13:00:00.25Z")]
    [InlineData("2027-03-02T09:30:00.1234567Z", "2027-03-02T09:30:00.1234567Z")]
    [InlineData("2028-02-29T23:59:59+14:00", "2028-02-29T09:59:59Z")]
    public void DateTime_WellFormed_IsTheInstant(string text, string utc) =>
        Assert.Equal(InstantPattern.ExtendedIso.Parse(utc).Value, new DateTimeScalar().ParseValue(text));

    [Theory]
    [InlineData("2027-02-30T09:30:00Z")]
    [InlineData("2027-02-29T09:30:00Z")]
    [InlineData("2027-03-02T09:30:00")]
    [InlineData("2027-03-02T09:30Z")]
    [InlineData("2027-03-02 09:30:00Z")]
    [InlineData("2027-03-02")]
    [InlineData("2027-03-02T24:00:00Z")]
    [InlineData("2027-03-02T09:30:60Z")]
    [InlineData("2027-03-02T09:30:00.12345678Z")]
    [InlineData("2027-03-02T09:30:00+25:00")]
    [InlineData("9999-12-31T23:59:59-18:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+18:00")]
    [InlineData("-2027-03-02T09:30:00Z")]
    [InlineData("1740908200")]
    [InlineData("")]
    [InlineData(" 2027-03-02T09:30:00Z")]
    public void DateTime_Malformed_Refused(string text) => AssertRefused(new DateTimeScalar(), text);

    [Theory]
    [InlineData("2027-03-28T00:59:59Z", "Europe/Paris", "2027-03-28T01:59:59+01:00")] // last second of winter
    [InlineData("2027-03-28T01:00:00Z", "Europe/Paris", "2027-03-28T03:00:00+02:00")]
    [InlineData("2027-10-31T00:59:59Z", "Europe/Paris", "2027-10-31T02:59:59+02:00")] // 02:59:59, the first time
    [InlineData("2027-10-31T01:59:59Z", "Europe/Paris", "2027-10-31T02:59:59+01:00")] // and the second
    [InlineData("2027-03-02T08:30:00.5Z", "Indian/Reunion", "2027-03-02T12:30:00.5+04:00")]
    [InlineData("2027-03-02T08:30:00Z", "Asia/Kathmandu", "2027-03-02T14:15:00+05:45")]
    [InlineData("2027-03-02T08:30:00Z", "UTC", "2027-03-02T08:30:00Z")]
    [InlineData("1900-01-01T00:00:00Z", "Europe/Paris", "1900-01-01T00:09:00+00:09")] // local mean time, +00:09:21
    public void DateTime_Shown_HasTheOffsetInForce(string utc, string zone, string expected)
    {
        var shown = InstantPattern.ExtendedIso.Parse(utc).Value.In(Zones.Of(zone));

        Assert.Equal(expected, new DateTimeScalar().Serialize(shown));
        Assert.Equal(InstantPattern.ExtendedIso.Parse(utc).Value, new DateTimeScalar().ParseValue(expected));
    }

    [Fact]
    public void DateTime_AnyInstantAndOffset_IsShownAsThePatternShowsIt()
    {
        var pattern = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFo<Z+HH:mm>");
        var dice = new Random(20270302);
        for (var i = 0; i < 20_000; i++)
        {
            // Whole seconds, some decimals, all of what NodaTime holds; the years at both ends, and offsets that .NET does not know.
            var seconds = dice.NextInt64(Instant.FromUtc(1, 1, 2, 0, 0).ToUnixTimeSeconds(), Instant.FromUtc(9998, 12, 31, 0, 0).ToUnixTimeSeconds());
            var nanoseconds = dice.Next(4) switch { 0 => 0, 1 => dice.Next(1_000) * 1_000_000, 2 => dice.Next(10_000_000) * 100, _ => dice.Next(1_000_000_000) };
            var offset = dice.Next(3) switch { 0 => 0, 1 => dice.Next(-18 * 60, (18 * 60) + 1) * 60, _ => dice.Next(-18 * 3600, (18 * 3600) + 1) };
            var shown = Instant.FromUnixTimeSeconds(seconds).PlusNanoseconds(nanoseconds).WithOffset(Offset.FromSeconds(offset));

            Assert.Equal(pattern.Format(shown), new DateTimeScalar().Serialize(shown));
        }
    }

    [Theory]
    [InlineData("2027-03-02")]
    [InlineData("2028-02-29")]
    public void LocalDate_WellFormed_ComesBack(string text) =>
        Assert.Equal(text, new LocalDateScalar().Serialize(new LocalDateScalar().ParseValue(text)));

    [Theory]
    [InlineData("2027-02-30")]
    [InlineData("2027-3-2")]
    [InlineData("2027-03-02T00:00:00Z")]
    [InlineData("0000-01-01")]
    [InlineData("")]
    public void LocalDate_Malformed_Refused(string text) => AssertRefused(new LocalDateScalar(), text);

    [Theory]
    [InlineData("09:30", "09:30")]
    [InlineData("09:30:00", "09:30")]
    [InlineData("23:59:59", "23:59:59")]
    [InlineData("00:00", "00:00")]
    public void LocalTime_WellFormed_ShowsSecondsOnlyWhereThereAreAny(string text, string shown) =>
        Assert.Equal(shown, new LocalTimeScalar().Serialize(new LocalTimeScalar().ParseValue(text)));

    [Theory]
    [InlineData("24:00")]
    [InlineData("9:30")]
    [InlineData("09:60")]
    [InlineData("09:30:00.5")]
    [InlineData("09:30Z")]
    [InlineData("")]
    public void LocalTime_Malformed_Refused(string text) => AssertRefused(new LocalTimeScalar(), text);

    [Theory]
    [InlineData("PT1H30M", "PT1H30M")]
    [InlineData("PT90M", "PT1H30M")]
    [InlineData("PT0S", "PT0S")]
    [InlineData("PT48H", "PT48H")]
    [InlineData("P2D", "PT48H")]
    [InlineData("P1DT12H", "PT36H")]
    [InlineData("PT72H", "P3D")]
    [InlineData("PT73H", "PT73H")]
    [InlineData("P2W", "P14D")]
    [InlineData("P1W1DT1S", "PT192H1S")]
    public void Duration_WellFormed_ShowsDaysBeyond48Hours(string text, string shown) =>
        Assert.Equal(shown, new DurationScalar().Serialize(new DurationScalar().ParseValue(text)));

    [Theory]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1Y2DT3H")]
    [InlineData("-PT1H")]
    [InlineData("PT-1H")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("1H")]
    [InlineData("PT1H30")]
    [InlineData("PT1.5H")]
    [InlineData("PT30M1H")]
    [InlineData("P99999999999999W")]
    [InlineData("P9223372036854775807W")]
    [InlineData("P101Y")]
    [InlineData("P36601D")]
    [InlineData("")]
    public void Duration_Malformed_Refused(string text) => AssertRefused(new DurationScalar(), text);

    [Theory]
    [InlineData("Europe/Paris")]
    [InlineData("Indian/Reunion")]
    [InlineData("Asia/Calcutta")] // an alias stays as written
    [InlineData("UTC")]
    public void TimeZone_OfTheZoneData_StaysAsWritten(string text) =>
        Assert.Equal(text, new TimeZoneScalar().Serialize(new TimeZoneScalar().ParseValue(text)));

    [Theory]
    [InlineData("Europe/Lutece")]
    [InlineData("europe/paris")]
    [InlineData("UTC+01:00")]
    [InlineData("CEST")]
    [InlineData("")]
    public void TimeZone_Unknown_Refused(string text) => AssertRefused(new TimeZoneScalar(), text);

    [Fact]
    public void Scalar_NumberInsteadOfText_Refused()
    {
        var scalar = new DateTimeScalar();

        Assert.False(scalar.CanParseValue(1740908200L));
        Assert.False(scalar.CanParseLiteral(new GraphQLIntValue("1740908200")));
    }

    private static void AssertRefused(ScalarGraphType scalar, string text)
    {
        Assert.Throws<FormatException>(() => scalar.ParseValue(text));
        Assert.False(scalar.CanParseLiteral(new GraphQLStringValue(text)));
    }
}
