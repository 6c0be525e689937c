using Google.Protobuf;
using GrpcExp.Client;
using GrpcExp.Client.Lookups;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Client;

/// <summary>What is written and read by hand is held to protobuf's own parser and writer.</summary>
public sealed class LookupBytesTests
{
    [Theory]
    [InlineData("flag", "u1", FlagType.Bool, 1ul)]
    [InlineData("", "", FlagType.Unspecified, 127ul)]
    [InlineData("größe", "ключ-😀", FlagType.Json, 128ul)]
    [InlineData("k", "u", FlagType.Double, ulong.MaxValue)]
    public void A_single_question_is_what_protobuf_reads(string flag, string unit, FlagType type, ulong id)
    {
        foreach (var context in new[] { new UnitContext(unit), new UnitContext(unit).With("country", "DE").With("text", new string('x', 500)) })
        {
            var question = new LookupQuestion(flag, context, type);
            var bytes = new byte[question.BodySize(id)];
            question.WriteBody(bytes, id);
            var expected = new LookupRequest
            {
                RequestId = id,
                Evaluations = { new EvaluateRequest { FlagKey = flag, Context = context.ToMessage(), ExpectedType = type } },
            };
            Assert.Equal(expected, LookupRequest.Parser.ParseFrom(bytes));
        }
    }

    [Fact]
    public void A_message_gets_its_id()
    {
        var request = new LookupRequest { AllFlags = new UnitContext("u").ToMessage(), Evaluations = { new EvaluateRequest { FlagKey = "a" } } };
        var question = new LookupQuestion(request);
        var bytes = new byte[question.BodySize(300)];
        question.WriteBody(bytes, 300);
        request.RequestId = 300;
        Assert.Equal(request, LookupRequest.Parser.ParseFrom(bytes));
    }

    [Fact]
    public void A_unit_varied_is_prepared_anew()
    {
        var unit = new UnitContext("u1").With("country", "DE");
        Assert.Equal("u1", unit.Message.UnitId);
        Assert.Equal("u2", EvaluationContext.Parser.ParseFrom((unit with { UnitId = "u2" }).Encoded).UnitId);
        Assert.Equal("FR", EvaluationContext.Parser.ParseFrom(unit.With("country", "FR").Encoded).Attributes["country"].StringValue);
        Assert.Equal("DE", EvaluationContext.Parser.ParseFrom(unit.Encoded).Attributes["country"].StringValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_answer_is_what_protobuf_wrote(int evaluations)
    {
        var response = new LookupResponse { RequestId = 7, Revision = 1L << 40, Epoch = "epoch-ä" };
        response.Evaluations.AddRange(Enumerable.Range(0, evaluations).Select(i => new EvaluateResponse { FlagKey = $"f{i}", Value = new FlagValue { IntValue = i } }));
        var answer = LookupAnswer.Read(response.ToByteArray(), "other");
        Assert.Equal((7ul, 1L << 40, "epoch-ä", null), (answer.RequestId, answer.Revision, answer.Epoch, answer.Failure));
        Assert.Equal(response.Evaluations, answer.ToList());
        Assert.Equal(evaluations, answer.Count);
        Assert.Equal("no", LookupAnswer.Read(new LookupResponse { ErrorDetail = "no" }.ToByteArray(), "").Failure);
    }

    [Fact]
    public void Fields_of_a_newer_sidecar_are_passed_over()
    {
        byte[] unknown = [.. "\x50\x01"u8, .. "\x5A\x02xy"u8, 0x61, 1, 2, 3, 4, 5, 6, 7, 8, 0x6D, 1, 2, 3, 4];
        var answer = LookupAnswer.Read([.. unknown, .. new LookupResponse { RequestId = 5, Epoch = "e" }.ToByteArray(), .. unknown], "e");
        Assert.Equal((5ul, "e"), (answer.RequestId, answer.Epoch));
    }

    [Fact]
    [Trait("Promise", "P7")]
    public void Garbage_is_refused_with_one_of_two_exceptions()
    {
        var random = new Random(7);
        var valid = new LookupResponse { RequestId = 9, Epoch = "e", Revision = 3, Evaluations = { new EvaluateResponse { FlagKey = "f", Variant = "v" } } }.ToByteArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = round % 2 == 0 ? new byte[random.Next(40)] : (byte[])valid.Clone();
            if (round % 2 == 0)
            {
                random.NextBytes(bytes);
            }
            else
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                LookupAnswer.Read(bytes, "e");
            }
            catch (Exception failure) when (failure is InvalidDataException or InvalidProtocolBufferException)
            {
                // As it should be; anything else fails the test.
            }
        }
    }
}
