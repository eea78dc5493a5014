using System.Buffers;
using System.Text;
using System.Text.Json;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Scheduling.Api.Execution;
using Scheduling.Api.Transport;
using Scheduling.Testing.Fuzzing;

namespace Scheduling.GraphQL.Tests.Fuzzing;

/// <summary>
/// Whatever a client sends is read, or refused with a reason of its own: no reader of requests, documents, headers or messages
/// throws anything else. <c>FUZZ_INPUTS</c> says how many inputs there are over all classes of fuzzing.
/// </summary>
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    private const int MaxBytes = 256 * 1024;

    private readonly LimitedDocumentBuilder _documents = new(Options.Create(new GraphQLTransportOptions()));

    [Fact]
    public Task Bodies_AreReadOrRefused() => new FuzzRun("bodies", 6_000, 0.2).RunAsync(output.WriteLine, (random, tell) =>
    {
        var body = new Mutator(random, Samples.JsonWords).Bytes(random.Pick(Samples.Bodies));
        tell(Encoding.UTF8.GetString(body));
        return Typed(() => Build(RequestReader.ReadRequest(Segments(body, random))));
    });

    [Fact]
    public Task Documents_AreBuiltOrRefused() => new FuzzRun("documents", 8_000, 0.2).RunAsync(output.WriteLine, (random, tell) =>
    {
        var document = new Mutator(random, Samples.DocumentWords).Text(random.Pick(Samples.Documents));
        tell(document);
        return Typed(() => _documents.Build(document));
    });

    [Fact]
    public Task Queries_AreReadOrRefused() => new FuzzRun("query strings", 4_000, 0.1).RunAsync(output.WriteLine, (random, tell) =>
    {
        var query = new Mutator(random, Samples.QueryWords).Text(random.Pick(Samples.Queries));
        tell(query);
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString(query.StartsWith('?') ? query : $"?{query}");
        return Typed(async () => Build(await HttpRequestBody.ReadAsync(context.Request, MaxBytes, CancellationToken.None)));
    });

    [Fact]
    public Task Headers_AreUnderstoodOrNot() => new FuzzRun("headers", 4_000, 0.05).RunAsync(output.WriteLine, (random, tell) =>
    {
        var header = new Mutator(random, Samples.HeaderWords).Text(random.Pick(Samples.Headers));
        tell(header);
        return Typed(() =>
        {
            _ = MediaTypes.Negotiate(header);
            _ = MediaTypes.WantsHtml(header);
            _ = MediaTypes.IsJson(header);
        });
    });

    [Fact]
    public Task Messages_AreReadOrRefused() => new FuzzRun("socket messages", 6_000, 0.15).RunAsync(output.WriteLine, (random, tell) =>
    {
        var json = new Mutator(random, Samples.JsonWords).Bytes(random.Pick(Samples.Messages));
        tell(Encoding.UTF8.GetString(json));
        return Typed(() =>
        {
            var message = SocketMessage.Read(json);
            _ = message.BearerToken();
            using (JsonDocument.Parse(SocketMessage.Pong(message.Payload)))
            {
                // What was read as a payload is JSON, so that it can be sent back.
            }
            Build(RequestReader.ReadRequest(new ReadOnlySequence<byte>(message.Payload)));
        });
    });

    private void Build(OperationRequest request) => _documents.Build(request.Query);

    private static Task Typed(Action read) => Typed(() =>
    {
        read();
        return Task.CompletedTask;
    });

    private static async Task Typed(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (MalformedRequestException refused)
        {
            WriteIt(new RequestError(400, "BAD_REQUEST", refused.Message));
        }
        catch (ExecutionError refused)
        {
            Assert.NotNull(refused.Code);
            WriteIt(refused);
        }
    }

    // A refusal that quotes the input has to be JSON all the same.
    private static void WriteIt(ExecutionError refusal)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = ResultWriter.CreateWriter(body))
            ResultWriter.Write(writer, new ExecutionResult(refusal));
        using var written = JsonDocument.Parse(body.WrittenMemory);
        Assert.NotEqual("", written.RootElement.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    // As it comes from the network: in pieces.
    private static ReadOnlySequence<byte> Segments(byte[] bytes, Random random)
    {
        var cut = random.Next(bytes.Length + 1);
        if (cut == 0 || cut == bytes.Length)
            return new ReadOnlySequence<byte>(bytes);
        var first = new Segment(bytes.AsMemory(0, cut), 0, null);
        var last = new Segment(bytes.AsMemory(cut), cut, first);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long at, Segment? after)
        {
            (Memory, RunningIndex) = (memory, at);
            if (after is not null)
                after.Next = this;
        }
    }
}
