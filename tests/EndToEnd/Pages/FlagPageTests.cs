using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Playwright;

namespace GrpcExp.EndToEnd.Pages;

/// <summary>Flags in words, and the version before one click away.</summary>
[Collection(PagesCollection.Name)]
public sealed class FlagPageTests(PagesServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_who_sees_what_and_why_as_an_evaluation_does()
    {
        var flag = Samples.Flag("worded");
        flag.Rules.Add(new Rule
        {
            Key = "germans",
            Variant = "treatment",
            Condition = new Condition
            {
                Attribute = new AttributeCondition
                {
                    Attribute = "country",
                    Operator = Operator.In,
                    Values = { new AttributeValue { StringValue = "DE" }, new AttributeValue { StringValue = "AT" } },
                },
            },
        });
        await new FlagService.FlagServiceClient(server.Editor).CreateFlagAsync(new CreateFlagRequest { Flag = flag }, cancellationToken: Cancelled);
        var request = new EvaluateRequest { FlagKey = "worded", Context = new EvaluationContext { UnitId = "heidi" }, Explain = true, SuppressExposure = true };
        request.Context.Attributes["country"] = new AttributeValue { StringValue = "AT" };
        var answer = await new EvaluationService.EvaluationServiceClient(server.Editor).EvaluateAsync(request, cancellationToken: Cancelled);
        Assert.Equal(("treatment", "germans"), (answer.Variant, answer.RuleKey));

        await using var visit = await server.VisitAsync(server.Vic);
        await visit.OpenAsync("/flags/worded");
        Assert.Contains("country is DE or AT gets treatment", await visit.Page.Locator(".steps").InnerTextAsync());
        await visit.Page.GetByLabel("Unit").FillAsync("heidi");
        await visit.Page.GetByLabel("Attributes").FillAsync("country=AT");
        await visit.ClickAsync(AriaRole.Button, "Explain");
        var said = await visit.Page.GetByRole(AriaRole.Status).InnerTextAsync();
        Assert.Contains("heidi gets treatment", said);
        Assert.All(answer.Explanation, line => Assert.Contains(line, said));
    }

    [Fact]
    public async Task An_older_version_is_restored_through_the_audit_log()
    {
        var flags = new FlagService.FlagServiceClient(server.Editor);
        var made = await flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("restored") }, cancellationToken: Cancelled);
        made.DefaultVariant = "treatment";
        await flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = made, Reason = "too early" }, cancellationToken: Cancelled);

        await using var vic = await server.VisitAsync(server.Vic);
        await vic.OpenAsync("/flags/restored");
        Assert.Equal(0, await vic.Page.GetByText("Restore this version").CountAsync());
        await using var ada = await server.VisitAsync(server.Ada);
        await ada.OpenAsync("/flags/restored");
        await ada.ClickAsync(AriaRole.Button, "Restore this version");
        Assert.Equal("Restored.", (await ada.Page.GetByRole(AriaRole.Status).InnerTextAsync()).Trim());
        Assert.Equal("control", (await flags.GetFlagAsync(new GetFlagRequest { Key = "restored" }, cancellationToken: Cancelled)).DefaultVariant);
        var log = await new ExperimentService.ExperimentServiceClient(server.Editor).ListAuditEventsAsync(new ListAuditEventsRequest { Resource = "flags/restored" }, cancellationToken: Cancelled);
        Assert.Equal(["flag.create", "flag.update", "flag.update"], log.Events.Select(entry => entry.Action));
        Assert.Equal("ada", log.Events[2].Actor);
    }
}
