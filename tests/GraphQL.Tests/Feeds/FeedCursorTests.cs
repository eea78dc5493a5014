using GraphQL;
using Scheduling.Api.Feeds;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api.Tests.Feeds;

public sealed class FeedCursorTests
{
    private static readonly FeedId Own = FeedId.Of(EntityIds.Of<AdvisorId>("camille"));
    private static readonly FeedId Other = FeedId.Of(OrganizationId.OfNetwork("laposte"));

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(long.MaxValue)]
    public void Read_OwnCursor_IsItsNumber(long number)
    {
        var cursor = FeedCursor.Of(Own, number);

        Assert.Equal(number, FeedCursor.Read(cursor, Own));
        Assert.Matches(Cursors.Feed(), cursor);
    }

    [Fact]
    public void Read_None_IsNone() => Assert.Null(FeedCursor.Read(cursor: null, Own));

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("é@")]
    [InlineData("YWR2aXNvci1jYW1pbGxl")] // the feed without a number
    [InlineData("YWR2aXNvci1jYW1pbGxlQC0x")] // a number below 0
    [InlineData("YWR2aXNvci1jYW1pbGxlQDA3")] // 07
    public void Read_Rubbish_IsInvalidInput(string cursor) =>
        Assert.Equal("INVALID_INPUT", Assert.Throws<ExecutionError>(() => FeedCursor.Read(cursor, Own)).Code);

    [Fact]
    public void Read_AnotherFeeds_IsInvalidInput() =>
        Assert.Throws<ExecutionError>(() => FeedCursor.Read(FeedCursor.Of(Other, 3), Own));
}
