using Microsoft.Extensions.Time.Testing;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>A notice is read while its grain is active, and while that was confirmed lately.</summary>
public sealed class BoardTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LosableLease _lease = new();
    private readonly Board<string, string> _board;
    private readonly Board<string, string>.Notice _notice;

    public BoardTests()
    {
        _board = new Board<string, string>(_clock, _lease);
        _notice = _board.NoticeOf("room");
    }

    [Fact]
    public void TryRead_NobodyPosted_IsFalse() => Assert.False(_board.TryRead("room", out _));

    [Fact]
    public void TryRead_PostedWhileItIsUp_TellsTheLatest()
    {
        _notice.PutUp("free");
        _notice.Post("busy");

        Assert.True(_board.TryRead("room", out var reading));
        Assert.Equal("busy", reading);
        Assert.False(_board.TryRead("another room", out _));
    }

    [Fact]
    public void TryRead_PostedWhileTheGrainIsBeingActivated_IsFalse()
    {
        _notice.Post("half read");

        Assert.False(_board.TryRead("room", out _));
    }

    [Fact]
    public void TryRead_WriteThatCameBackAfterTheEnd_IsFalse()
    {
        _notice.PutUp("free");
        _notice.TakeDown();
        _notice.Post("busy");

        Assert.False(_board.TryRead("room", out _));
    }

    [Fact]
    public void TryRead_EarlierActivationThatGoesOn_TellsWhatTheLaterOnePosted()
    {
        var later = _board.NoticeOf("room");
        _notice.PutUp("free");
        later.PutUp("busy");
        _notice.Post("free");
        Assert.True(_board.TryRead("room", out var reading));
        Assert.Equal("busy", reading);

        _notice.TakeDown();
        _notice.PutUp("free");

        Assert.True(_board.TryRead("room", out reading));
        Assert.Equal("busy", reading);
        later.TakeDown();
        Assert.False(_board.TryRead("room", out _));
    }

    [Fact]
    public void TryRead_SiloThatMayHaveBeenDeclaredDead_IsFalse()
    {
        _notice.PutUp("free");
        _lease.IsLost = true;

        Assert.False(_board.TryRead("room", out _));
    }

    [Fact]
    public void TryRead_NotConfirmedForAMinute_IsFalseUntilItIs()
    {
        _notice.PutUp("free");
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.True(_board.TryRead("room", out _));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_board.TryRead("room", out _));

        _notice.Post("free");

        Assert.True(_board.TryRead("room", out _));
    }
}
