using System.Buffers;
using GraphQL;

namespace Scheduling.Api.Execution;

/// <summary>A result without errors that has been written already, so that many connections can send the same bytes.</summary>
internal sealed class WrittenResult : ExecutionResult
{
    private WrittenResult(ReadOnlyMemory<byte> json) => (Json, Executed) = (json, true);

    /// <summary>The result as JSON, on one line.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Writes a result.</summary>
    public static WrittenResult Of(ExecutionResult result)
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = ResultWriter.CreateWriter(json))
            ResultWriter.Write(writer, result);
        return new WrittenResult(json.WrittenSpan.ToArray());
    }
}
