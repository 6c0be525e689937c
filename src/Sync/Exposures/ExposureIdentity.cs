using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrpcExp.Sync;

/// <summary>
/// Ids of exposures and assignments. They follow from what happened alone, so that every process that saw the same thing in the
/// same hour gives the same id: a repetition, after a restart or from another sidecar, is stored once.
/// </summary>
internal static class ExposureIdentity
{
    // Keys and units are short; longer input borrows a buffer so that the stack stays bounded.
    private const int StackBytes = 1024;

    // Three line breaks more than parts, and a number of at most 20 digits.
    private const int OtherBytes = 24;

    /// <summary>Id of the exposure of a unit to a variant within one hour.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="experimentKey">The experiment.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="hour">Hours since 1970-01-01 UTC.</param>
    public static UInt128 OfExposure(string environment, string experimentKey, string variant, string unitId, long hour) =>
        Of(environment, experimentKey, variant, unitId, hour);

    /// <summary>Id of the assignment of a unit to a variant, once for all time.</summary>
    public static UInt128 OfAssignment(string environment, string experimentKey, string variant, string unitId) =>
        Of(environment, experimentKey, variant, unitId, hour: -1);

    /// <summary>Hours since 1970-01-01 UTC.</summary>
    public static long HourOf(DateTimeOffset instant) => Math.DivRem(instant.ToUnixTimeSeconds(), 3_600).Quotient;

    /// <summary>The id as events carry it: 32 hexadecimal digits.</summary>
    public static string ToEventId(UInt128 identity) => identity.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The id back from an event.</summary>
    public static UInt128 Parse(string eventId) => UInt128.Parse(eventId, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // The first half of SHA-256 over the parts; keys have no line breaks, and the unit's id, which may, comes last.
    private static UInt128 Of(string environment, string experimentKey, string variant, string unitId, long hour)
    {
        var bound = Encoding.UTF8.GetMaxByteCount(environment.Length + experimentKey.Length + variant.Length + unitId.Length) + OtherBytes;
        byte[]? rented = bound > StackBytes ? ArrayPool<byte>.Shared.Rent(bound) : null;
        Span<byte> text = rented ?? stackalloc byte[StackBytes];
        var length = Append(text, 0, environment);
        length = Append(text, length, experimentKey);
        length = Append(text, length, variant);
        hour.TryFormat(text[length..], out var digits, provider: CultureInfo.InvariantCulture);
        length += digits;
        text[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(unitId, text[length..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private static int Append(Span<byte> text, int length, string part)
    {
        length += Encoding.UTF8.GetBytes(part, text[length..]);
        text[length] = (byte)'\n';
        return length + 1;
    }
}
