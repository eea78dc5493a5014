using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Organizations;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Tests.Common;

public sealed class CommandReaderTests
{
    private static readonly RegisterNetworkInput Input = new() { Name = "N", IdempotencyKey = "key" };

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(201)]
    public void Read_KeyEmptyOrTooLong_InvalidInput(object key)
    {
        var text = key as string ?? new string('k', (int)key);

        var reader = Reader("ana", Input with { IdempotencyKey = text });

        Assert.True(reader.IsRefused);
        Assert.Equal("idempotencyKey", Assert.IsType<InvalidInputError>(Assert.Single(reader.Errors)).Field);
    }

    [Fact]
    public void Key_RepeatOfACaller_IsTheSameAndMeetsTheSameEntity()
    {
        Assert.False(Reader("ana", Input).IsRefused);
        Assert.Equal(Reader("ana", Input).Key, Reader("ana", Input).Key);
        Assert.Equal(Reader("ana", Input).NewKey(), Reader("ana", Input).NewKey());
    }

    [Fact]
    public void Key_OtherCallerOrInput_IsAnother()
    {
        var (key, otherInput) = (Reader("ana", Input).Key!, Reader("ana", Input with { Name = "M" }).Key!);

        Assert.NotEqual(key.Key, Reader("ben", Input).Key!.Key);
        Assert.NotEqual(Reader("ana", Input).NewKey(), Reader("ben", Input).NewKey());
        Assert.Equal(key.Key, otherInput.Key);
        Assert.NotEqual(key.Fingerprint, otherInput.Fingerprint);
    }

    [Fact]
    public void NewKey_WithoutAKey_IsFresh()
    {
        var input = Input with { IdempotencyKey = null };

        Assert.Null(Reader("ana", input).Key);
        Assert.NotEqual(Reader("ana", input).NewKey(), Reader("ana", input).NewKey());
    }

    private static CommandReader Reader(string subject, MutationInput input) => new(
        Schema.ApiSchema.RequestOf(new Actor { Subject = subject, Roles = [Role.Admin] }), "registerNetwork", input);
}
