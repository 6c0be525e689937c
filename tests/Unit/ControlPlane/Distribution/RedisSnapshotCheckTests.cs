using System.Security.Cryptography;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.ControlPlane.Distribution;

namespace GrpcExp.Unit.ControlPlane.Distribution;

public sealed class RedisSnapshotCheckTests
{
    private static readonly SnapshotEnvelope Newest = Envelope(7, "right");

    [Fact]
    public void The_committed_bytes_and_those_of_another_revision_are_fine()
    {
        Assert.Null(RedisSnapshotCheck.Problem(Newest.ToByteArray(), Newest));
        Assert.Null(RedisSnapshotCheck.Problem(Envelope(6, "older").ToByteArray(), Newest));
        Assert.Null(RedisSnapshotCheck.Problem(Envelope(8, "newer").ToByteArray(), Newest));
    }

    [Fact]
    public void Damaged_bytes_are_named()
    {
        var cut = Newest.Clone();
        cut.Body = ByteString.CopyFromUtf8("righ");

        Assert.Equal("it is no snapshot", RedisSnapshotCheck.Problem([0xff, 0xff], Newest));
        Assert.Equal("its bytes do not fit its hash", RedisSnapshotCheck.Problem(cut.ToByteArray(), Newest));
        Assert.Equal("revision 7 is not the one that was committed", RedisSnapshotCheck.Problem(Envelope(7, "forged").ToByteArray(), Newest));
    }

    private static SnapshotEnvelope Envelope(long revision, string body) => new()
    {
        Epoch = "e",
        Revision = revision,
        Body = ByteString.CopyFromUtf8(body),
        Sha256 = ByteString.CopyFrom(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body))),
    };
}
