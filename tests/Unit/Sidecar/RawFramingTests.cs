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

            var rest = Pieces(stream.ToArray(), piece);
            foreach (var size in sizes)
            {
                if (RawFraming.TryRead(ref rest, 1 << 20, out var frame) != FrameStatus.Complete
                    || LookupResponse.Parser.ParseFrom(frame).RequestId != (ulong)size)
                {
                    return false;
                }
            }

            return rest.IsEmpty;
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
        for (var arrived = 0; arrived < 131; arrived++)
        {
            var buffer = new ReadOnlySequence<byte>([.. new byte[] { 0x81, 0x01 }.Concat(new byte[129]).Take(arrived)]);
            var before = buffer;
            Assert.Equal(FrameStatus.Incomplete, RawFraming.TryRead(ref buffer, 1_000, out _));
            Assert.Equal(before.Start, buffer.Start);
        }
    }

    [Theory]
    [Trait("Promise", "P7")]
    [InlineData(new byte[] { 0xE8, 0x07 }, FrameStatus.Incomplete)]
    [InlineData(new byte[] { 0xE9, 0x07 }, FrameStatus.Invalid)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, FrameStatus.Invalid)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, FrameStatus.Invalid)]
    public void A_length_of_the_limit_is_taken_and_one_past_it_is_not(byte[] bytes, object expected)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(expected, RawFraming.TryRead(ref buffer, 1_000, out _));
    }

    private static ReadOnlySequence<byte> Pieces(byte[] bytes, int size)
    {
        Piece? first = null;
        Piece? last = null;
        for (var start = 0; start < bytes.Length; start += size)
        {
            last = new Piece(bytes.AsMemory(start, Math.Min(size, bytes.Length - start)), last);
            first ??= last;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
