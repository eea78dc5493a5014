using GraphQL;
using NodaTime.Text;
using Scheduling.Api.Common;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Tests.Common;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("2027-03-02T09:00:00Z", "2027-03-02T09:00:00.0000001Z", null)]
    [InlineData("2027-03-02T09:00:00Z", "2028-03-02T09:00:00Z", null)] // 366 days, through 29 February
    [InlineData("2027-03-02T09:00:00Z", "2028-03-02T09:00:01Z", "during.end")]
    [InlineData("2027-03-02T09:00:00Z", "2027-03-02T09:00:00Z", "during.end")]
    [InlineData("2027-03-02T09:00:00Z", "2027-03-02T08:59:59Z", "during.end")]
    [InlineData("1999-12-31T23:59:59Z", "2000-01-02T00:00:00Z", "during.start")]
    [InlineData("2200-12-31T00:00:00Z", "2201-01-01T00:00:00Z", "during.end")]
    [InlineData("0001-01-01T00:00:00Z", "9998-01-01T00:00:00Z", "during.start")]
    public void Complaint_Period_NamesTheEndThatIsWrong(string start, string end, string? field)
    {
        var period = new PeriodInput
        {
            Start = InstantPattern.ExtendedIso.Parse(start).Value,
            End = InstantPattern.ExtendedIso.Parse(end).Value,
        };

        var complaint = Arguments.Complaint(period, "during");

        Assert.Equal(field, (complaint as InvalidInputRefusal)?.Field);
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData(1, 1)]
    [InlineData(100, 100)]
    public void Page_WithinTheLimits_IsAsAsked(int? first, int expected) =>
        Assert.Equal(new PageRequest(expected, "7"), Arguments.Page(first, "7", Cursors.Place()));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("7\n")]
    [InlineData("99999999999999999999")]
    public void Page_AfterWhatIsNoCursor_IsRefusedByName(string after)
    {
        var refused = Assert.Throws<ExecutionError>(() => Arguments.Page(null, after, Cursors.Place()));

        Assert.Equal("after", refused.Extensions!["field"]);
    }
}
