using Google.Protobuf;
using GrpcExp.Client.Lookups;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Client;

/// <summary>Frames are written by protobuf's own WriteDelimitedTo.</summary>
public sealed class LookupFramesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Answers_come_out_whole_however_the_bytes_arrive(int chunk)
    {
        var sent = Enumerable.Range(1, 50).Select(Answer).ToArray();
        using var stream = new MemoryStream();
        Array.ForEach(sent, answer => answer.WriteDelimitedTo(stream));

        var frames = new LookupFrames();
        var received = new List<LookupResponse>();
        foreach (var part in stream.ToArray().Chunk(chunk))
        {
            part.CopyTo(frames.Free());
            frames.Received(part.Length);
            while (frames.TryTake(out var body))
            {
                received.Add(LookupResponse.Parser.ParseFrom(body));
            }
        }

        Assert.Equal(sent, received);
    }

    [Fact]
    public void An_answer_longer_than_the_buffer_comes_out_whole()
    {
        var large = new LookupResponse { RequestId = 1, ErrorDetail = new string('x', 300_000) };
        using var stream = new MemoryStream();
        large.WriteDelimitedTo(stream);
        var rest = stream.ToArray().AsMemory();
        var frames = new LookupFrames();
        while (rest.Length > 0)
        {
            var free = frames.Free();
            var count = Math.Min(free.Length, rest.Length);
            rest[..count].CopyTo(free);
            frames.Received(count);
            rest = rest[count..];
        }

        Assert.True(frames.TryTake(out var body));
        Assert.Equal(large, LookupResponse.Parser.ParseFrom(body));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0x7F })]
    [Trait("Promise", "P7")]
    public void A_length_that_no_answer_has_is_refused(byte[] bytes)
    {
        var frames = new LookupFrames();
        bytes.CopyTo(frames.Free());
        frames.Received(bytes.Length);
        Assert.Throws<InvalidDataException>(() => frames.TryTake(out _));
    }

    private static LookupResponse Answer(int number) => new()
    {
        RequestId = (ulong)number,
        Evaluations = { new EvaluateResponse { FlagKey = $"flag{number}", Variant = new string('v', number * 7) } },
    };
}
