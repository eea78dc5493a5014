using System.Globalization;
using System.Text;

namespace Scheduling.Benchmarks.Load;

/// <summary>The bytes of one HTTP request, written anew for each in the same memory.</summary>
internal sealed class RequestBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>What is to be sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Asks with a JSON body.</summary>
    public void Post(string path, string token, string json)
    {
        _length = 0;
        Append("POST ");
        Append(path);
        Append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\nAuthorization: Bearer ");
        Append(token);
        Append("\r\nContent-Length: ");
        Append(Encoding.UTF8.GetByteCount(json).ToString(CultureInfo.InvariantCulture));
        Append("\r\n\r\n");
        Append(json);
    }

    /// <summary>Asks without a body.</summary>
    public void Get(string path, string token)
    {
        _length = 0;
        Append("GET ");
        Append(path);
        Append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAuthorization: Bearer ");
        Append(token);
        Append("\r\n\r\n");
    }

    private void Append(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < _length + most)
            Array.Resize(ref _bytes, 2 * (_length + most));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }
}
