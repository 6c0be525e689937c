using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GrpcExp.Sidecar;

/// <summary>The users that may connect to the Unix sockets, as <c>--allow-uid</c> names them.</summary>
internal static class AllowedUsers
{
    /// <summary>Most users that can be named.</summary>
    public const int MaxUsers = 64;

    /// <summary>Reads ids of users with commas between them; 4294967295 means "no user" to the kernel and is refused.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlySet<uint>? users, [NotNullWhen(false)] out string? problem)
    {
        var read = new HashSet<uint>();
        users = null;
        foreach (var part in text.Split(','))
        {
            if (!uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var user) || user == uint.MaxValue)
            {
                problem = $"--allow-uid '{text}' is refused: '{part}' is no user id; write numbers with commas between them, for example 1000,1001";
                return false;
            }

            read.Add(user);
        }

        problem = read.Count > MaxUsers ? $"--allow-uid names {read.Count} users, over the limit of {MaxUsers}" : null;
        users = problem is null ? read : null;
        return problem is null;
    }
}
