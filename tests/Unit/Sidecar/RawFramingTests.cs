using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sidecar;

namespace GrpcExp.Unit.Sidecar;

public sealed class RawFramingTests
{
    // Oracle: Google.Protobuf's WriteDelimitedTo, the framing that every protobuf library has.
    [Fact]
    public void Frames_are_those_of_the_protobuf_libraries_however_they_are_cut()
    {
        var gen = Gen.ListOf(Gen.Choose(0, 40_000)).Zip(Gen.Choose(1, 5_000));
        Prop.ForAll(Arb.From(gen), plan =>
        {
            var (sizes, piece) = plan;
            var stream = new MemoryStream();
            foreach (var size in sizes)
            {
                new LookupResponse { RequestId = (ulong)size, ErrorDetail = new string('x', size) }.WriteDelimitedTo(stream);
            }

            using var input = new RawInput();
            var taken = new List<ulong>();
            foreach (var part in stream.ToArray().Chunk(piece))
            {
                Receive(input, part);
                while (input.TryTake(1 << 20, out var frame) == FrameStatus.Complete)
                {
                    taken.Add(LookupResponse.Parser.ParseFrom(frame).RequestId);
                }
            }

            return taken.SequenceEqual(sizes.Select(size => (ulong)size));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_384)]
    [InlineData(int.MaxValue)]
    public void Lengths_are_written_as_the_protobuf_libraries_write_them(int length)
    {
        var ours = new ArrayBufferWriter<byte>();
        RawFraming.WriteLength(ours, length);
        var theirs = new MemoryStream();
        var output = new CodedOutputStream(theirs);
        output.WriteLength(length);
        output.Flush();
        Assert.Equal(theirs.ToArray(), ours.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_frame_that_has_not_all_arrived_waits_for_the_rest()
    {
        byte[] bytes = [0x81, 0x01, .. new byte[129]];
        using var input = new RawInput();
        foreach (var next in bytes)
        {
            Assert.Equal(FrameStatus.Incomplete, input.TryTake(1_000, out _));
            Receive(input, [next]);
        }

        Assert.Equal(FrameStatus.Complete, input.TryTake(1_000, out var frame));
        Assert.Equal(129, frame.Length);
    }

    [Theory]
    [Trait("Promise", "P7")]
    [InlineData(new byte[] { 0xE8, 0x07 }, FrameStatus.Incomplete)]
    [InlineData(new byte[] { 0xE9, 0x07 }, FrameStatus.Invalid)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, FrameStatus.Invalid)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, FrameStatus.Invalid)]
    public void A_length_of_the_limit_is_taken_and_one_past_it_is_not(byte[] bytes, object expected)
    {
        using var input = new RawInput();
        Receive(input, bytes);
        Assert.Equal(expected, input.TryTake(1_000, out _));
    }

    private static void Receive(RawInput input, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var free = input.Free().Span;
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            input.Received(count);
            bytes = bytes[count..];
        }
    }
}
