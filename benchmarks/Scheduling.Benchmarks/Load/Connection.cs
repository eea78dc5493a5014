using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Scheduling.Benchmarks.Load;

/// <summary>
/// An HTTP/1.1 connection that is kept open, one request at a time, with as little work as can be: client and servers share
/// the machine, and what the client takes slows both.
/// </summary>
internal sealed class Connection(Uri server) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    /// <summary>Connects.</summary>
    public Task OpenAsync() => _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(server.Host), server.Port));

    /// <summary>Sends a request and reads its answer, whose bytes are good until the next one.</summary>
    /// <exception cref="IOException">The server hung up, or does not speak HTTP as expected here.</exception>
    public async ValueTask<Response> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..], SocketFlags.None);
        _length = 0;
        int body;
        while ((body = EndOfHeaders()) < 0)
            await ReceiveAsync();
        var status = Number(_bytes.AsSpan(9, 3));
        var head = Encoding.ASCII.GetString(_bytes, 0, body);
        if (HeaderOf(head, "Content-Length: ") is { } text)
        {
            var length = Number(Encoding.ASCII.GetBytes(text));
            while (_length < body + length)
                await ReceiveAsync();
            return new Response(status, _bytes.AsMemory(body, length));
        }

        if (HeaderOf(head, "Transfer-Encoding: ") is not "chunked")
            throw new IOException($"An answer of unknown length: {head}");
        return new Response(status, await ReadChunksAsync(body));
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // What is in the chunks is moved together, in place.
    private async ValueTask<ReadOnlyMemory<byte>> ReadChunksAsync(int body)
    {
        var (at, end) = (body, body);
        while (true)
        {
            int line;
            while ((line = _bytes.AsSpan(at, _length - at).IndexOf("\r\n"u8)) < 0)
                await ReceiveAsync();
            if (!Utf8Parser.TryParse(_bytes.AsSpan(at, line), out int size, out _, 'x'))
                throw new IOException("A chunk without its size.");
            at += line + 2;
            while (_length < at + size + 2)
                await ReceiveAsync();
            if (size == 0)
                return _bytes.AsMemory(body, end - body);
            _bytes.AsSpan(at, size).CopyTo(_bytes.AsSpan(end));
            (at, end) = (at + size + 2, end + size);
        }
    }

    private async ValueTask ReceiveAsync()
    {
        if (_length == _bytes.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        var received = await _socket.ReceiveAsync(_bytes.AsMemory(_length), SocketFlags.None);
        if (received == 0)
            throw new IOException("The server closed the connection.");
        _length += received;
    }

    private int EndOfHeaders()
    {
        const int Blank = 4;
        var at = _bytes.AsSpan(0, _length).IndexOf("\r\n\r\n"u8);
        return at < 0 ? -1 : at + Blank;
    }

    private static string? HeaderOf(string head, string name)
    {
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : head[(at + name.Length)..head.IndexOf('\r', at)];
    }

    private static int Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int number, out _) ? number : throw new IOException("A number was expected.");
}

/// <summary>An answer.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Body">Good until the next request on its connection.</param>
internal readonly record struct Response(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The text between this mark and the next quote; null when the mark is not there.</summary>
    public string? After(ReadOnlySpan<byte> mark)
    {
        var body = Body.Span;
        var at = body.IndexOf(mark);
        if (at < 0)
            return null;
        var rest = body[(at + mark.Length)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    /// <summary>Every text between this mark and the next quote, in order.</summary>
    public List<string> AllAfter(ReadOnlySpan<byte> mark)
    {
        var found = new List<string>();
        var rest = Body.Span;
        for (var at = rest.IndexOf(mark); at >= 0; at = rest.IndexOf(mark))
        {
            rest = rest[(at + mark.Length)..];
            found.Add(Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)'"')]));
        }

        return found;
    }

    /// <summary>Is this in it?</summary>
    public bool Has(ReadOnlySpan<byte> mark) => Body.Span.IndexOf(mark) >= 0;

    /// <summary>How often this is in it.</summary>
    public int Count(ReadOnlySpan<byte> mark) => Body.Span.Count(mark);

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Body.Span)}";
}
