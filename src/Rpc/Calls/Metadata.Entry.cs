using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One header or trailer.</summary>
    public class Entry
    {
        // Key characters and value characters as the gRPC wire protocol names them (Header-Name, ASCII-Value).
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? _value;
        private readonly byte[]? _bytes;

        /// <summary>Text under a key. Throws <see cref="ArgumentException"/> unless both are legal.</summary>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = CheckedKey(key);
            if (IsBinary)
            {
                throw new ArgumentException($"Metadata key '{key}' ends in '-bin' and so takes bytes, not text.", nameof(key));
            }

            if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
            {
                throw new ArgumentException(
                    $"The value of metadata key '{key}' has a character outside printable ASCII; put it under a '-bin' key as bytes.",
                    nameof(value));
            }

            _value = value;
        }

        /// <summary>Bytes under a key that ends in <c>-bin</c>; they are copied.</summary>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = CheckedKey(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"Metadata key '{key}' takes text; the key of bytes ends in '-bin'.", nameof(key));
            }

            _bytes = valueBytes.AsSpan().ToArray();
        }

        private Entry(string key, string? value, byte[]? bytes)
        {
            Key = key;
            _value = value;
            _bytes = bytes;
        }

        /// <summary>The key, lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the key ends in <c>-bin</c>.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text. Throws for a binary entry.</summary>
        public string Value => _value
            ?? throw new InvalidOperationException($"Metadata entry '{Key}' holds bytes; read ValueBytes.");

        /// <summary>A copy of the bytes; for text its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_value!) : _bytes.AsSpan().ToArray();

        /// <inheritdoc />
        public override string ToString() =>
            _bytes is null ? $"[Entry: key={Key}, value={_value}]" : $"[Entry: key={Key}, valueBytes={Convert.ToHexString(_bytes)}]";

        // What a peer sent is taken as it is: checking belongs to the side that writes.
        internal static Entry Received(string lowerCaseKey, string value) => new(lowerCaseKey, value, null);

        internal static Entry Received(string lowerCaseKey, byte[] bytes) => new(lowerCaseKey, null, bytes);

        private static string CheckedKey(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            var lower = key.ToLowerInvariant();
            if (lower.Length == 0 || lower.AsSpan().ContainsAnyExcept(KeyCharacters))
            {
                throw new ArgumentException(
                    $"Metadata key '{key}' is illegal: use letters, digits, '_', '-' and '.', at least one.", nameof(key));
            }

            return lower;
        }
    }
}
