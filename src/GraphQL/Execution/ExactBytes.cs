using System.Buffers;

namespace Scheduling.Api.Execution;

/// <summary>
/// Messages that are as long as what is in them. A JSON writer asks its output for 4 KB at a time, which would stay with each
/// message for as long as a connection remembers it: so it writes into a buffer that is used again.
/// </summary>
internal static class ExactBytes
{
    private const int KeptBytesMax = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_kept;

    /// <summary>What was written, in an array of its own.</summary>
    public static ReadOnlyMemory<byte> Of(Action<ArrayBufferWriter<byte>> write)
    {
        var buffer = s_kept ?? new ArrayBufferWriter<byte>();
        s_kept = null; // taken: whoever writes while something is being written has another
        write(buffer);
        var bytes = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        if (buffer.Capacity <= KeptBytesMax)
            s_kept = buffer;
        return bytes;
    }
}
