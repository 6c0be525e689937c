using System.Globalization;
using System.Net.Sockets;

namespace GrpcExp.Load.Targets;

/// <summary>
/// The floor that a raw lookup is compared with: a C# server on a Unix socket in a process of its own that reads so many
/// bytes and writes so many, asynchronously as a server of many connections must.
/// </summary>
internal static class EchoServer
{
    /// <summary>Serves one connection until it ends.</summary>
    /// <param name="args">The verb, path of the socket, bytes of a request, bytes of an answer.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var request = new byte[int.Parse(args[2], CultureInfo.InvariantCulture)];
        var answer = new byte[int.Parse(args[3], CultureInfo.InvariantCulture)];
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(args[1]));
        listener.Listen(1);
        Console.WriteLine("ready");
        using var socket = await listener.AcceptAsync();
        try
        {
            while (true)
            {
                for (var got = 0; got < request.Length;)
                {
                    var count = await socket.ReceiveAsync(request.AsMemory(got), SocketFlags.None);
                    if (count == 0)
                    {
                        return 0;
                    }

                    got += count;
                }

                await socket.SendAsync(answer, SocketFlags.None);
            }
        }
        catch (SocketException)
        {
            // The measurement is over.
            return 0;
        }
    }
}
