using System.Text.RegularExpressions;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Readme;

/// <summary>What somebody reads who starts the server for the first time.</summary>
public sealed partial class FirstStartTests
{
    [Fact]
    public async Task Start_EmptyStore_LoadsTheDemoWithoutAWarning()
    {
        using var folder = new TempFolder();
        await using var server = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });

        // The last of what it prints: the link to the board comes before it.
        await server.WaitForOutputAsync("Paste this to book");

        Assert.DoesNotContain(" warn: ", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(" fail: ", server.Log, StringComparison.Ordinal);
        var board = BoardLink().Match(server.Log);
        Assert.True(board.Success, server.Log);
        Assert.Contains("<html", await server.Http.GetStringAsync(board.Groups["page"].Value), StringComparison.Ordinal);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "graphql?query=%7Bmunicipality(inseeCode:%2236005%22)%7Bname%20occupancy%7BseatsTaken%7D%7D%7D");
        asked.Headers.Authorization = new("Bearer", board.Groups["token"].Value);
        using var answer = await server.Http.SendAsync(asked);
        Assert.Equal(
            """{"data":{"municipality":{"name":"Ardentes","occupancy":{"seatsTaken":0}}}}""", await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"Board +http://[^ /]+/(?<page>board\?inseeCode=36005)#token=(?<token>[^\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BoardLink();
}
