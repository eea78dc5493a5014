using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Scheduling.Grains.Common;

/// <summary>Makes keys for identities. Injected, so that a test can repeat a run.</summary>
public class IdSource
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int KeyLength = 16;
    private const int LengthDigitsMax = 10;

    /// <summary>A fresh key: 80 random bits as 16 letters and digits.</summary>
    public virtual string NewKey()
    {
        Span<byte> bytes = stackalloc byte[KeyLength];
        RandomNumberGenerator.Fill(bytes);
        return Spell(bytes, KeyLength);
    }

    /// <summary>A claim's name, which no other claim ever had or will have.</summary>
    public virtual ClaimId NewClaim() => EntityIds.Of<ClaimId>(NewKey());

    /// <summary>The key of a text, always the same: 100 bits of its SHA-256 as 20 letters and digits.</summary>
    public static string KeyOf(params ReadOnlySpan<string> parts)
    {
        var lengthMax = 0;
        foreach (var part in parts)
            lengthMax += LengthDigitsMax + 1 + Encoding.UTF8.GetMaxByteCount(part.Length);
        var text = ArrayPool<byte>.Shared.Rent(lengthMax);
        var length = 0;
        foreach (var part in parts)
        {
            part.Length.TryFormat(text.AsSpan(length), out var digits, provider: CultureInfo.InvariantCulture);
            text[length + digits] = (byte)':';
            length += digits + 1;
            length += Encoding.UTF8.GetBytes(part, text.AsSpan(length));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(text);
        return Spell(hash, 20);
    }

    private static string Spell(ReadOnlySpan<byte> bytes, int length)
    {
        Span<char> key = stackalloc char[length];
        for (var i = 0; i < length; i++)
            key[i] = Alphabet[bytes[i] & 31];
        return new string(key);
    }
}
