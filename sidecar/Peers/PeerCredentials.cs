using System.Buffers.Binary;
using System.Net.Sockets;

namespace GrpcExp.Sidecar;

/// <summary>Asks the kernel who is at the other end of a Unix socket (unix(7), SO_PEERCRED).</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1;
    private const int PeerCred = 17;
    private const int UserOffset = sizeof(int);

    // struct ucred: process, user and group, 32 bits each.
    private const int Size = 3 * sizeof(int);

    /// <summary>The user who connected; null when the kernel does not say.</summary>
    public static uint? UserOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[Size];
        try
        {
            return socket.GetRawSocketOption(SocketLevel, PeerCred, credentials) == Size
                ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[UserOffset..])
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
