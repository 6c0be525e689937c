using static GrpcExp.Cli.Seeds.SeedMetrics;

namespace GrpcExp.Cli.Seeds;

/// <summary>
/// The fifty experiments: 28 with data, 22 that never started. Levels are chosen so that with exactly these counts a
/// winner or loser is significant at p &lt; 0.005 and a flat one is far from it.
/// </summary>
internal static class SeedCatalog
{
    private static readonly SeedEffect Crashes = new(Crash, 30, 30, 30);
    private static readonly SeedEffect Tickets = new(Support, 25, 25, 25);
    private static readonly SeedEffect Farewells = new(Unsubscribe, 20, 20, 20);
    private static readonly SeedEffect Pages = new(PageLoad, 100, 100, 100);

    public static readonly IReadOnlyList<SeedExperiment> All = [.. WithData(), .. Drafted()];

    private static IEnumerable<SeedExperiment> WithData()
    {
        // Winners.
        yield return Two("checkout_one_page", PlantedEffect.Winner, 2400, new(Purchase, 180, 250), [Crashes, Tickets])
            with { Hypothesis = "One page instead of three loses fewer buyers on the way.", Secondary = [new(Revenue, 180, 250)] };
        yield return Shipped(Two("signup_social", PlantedEffect.Winner, 2000, new(Signup, 220, 300), [Tickets]), "Signing up with an account people have is less work.");
        yield return Two("onboarding_checklist", PlantedEffect.Winner, 1800, new(Onboarding, 350, 450), [Tickets])
            with { Hypothesis = "A visible list of steps gets more people through onboarding." };
        yield return Shipped(Two("bundle_pricing", PlantedEffect.Winner, 2600, new(Revenue, 200, 310), [Crashes, Tickets]), "Bundles raise what a visitor spends.");
        yield return Split("search_ranking_v2", PlantedEffect.Winner, [new("control", 9000, 2703), new("treatment", 1000, 297)], new(Purchase, 200, 310), [Pages])
            with { Hypothesis = "Ranking by likely purchase sells more.", LayerKey = "storefront", LayerSlice = (0, 5000) };
        yield return Shipped(Two("email_digest", PlantedEffect.Winner, 2000, new(Return, 300, 380), [Farewells]), "A weekly digest brings people back.") with { AnalysisMode = "exposed" };
        yield return Two("image_cdn", PlantedEffect.Winner, 1200, new(PageLoad, 100, 85), [Crashes])
            with { Hypothesis = "Images from nearer servers load pages faster.", TrafficBasisPoints = 5000 };
        yield return Shipped(Two("home_recommendations", PlantedEffect.Winner, 1400, new(Sessions, 160, 210), [Farewells]), "Recommendations give a reason to open the application.") with { HasHistory = true };

        // Losers.
        yield return Two("early_paywall", PlantedEffect.Loser, 1700, new(Signup, 260, 180), [Tickets]) with { Hypothesis = "Asking for money early selects serious users." };
        yield return RolledBack(Two("video_autoplay", PlantedEffect.Loser, 1800, new(Return, 340, 260), [Crashes]), "Playing videos at once keeps people longer.");
        yield return RolledBack(Two("dense_layout", PlantedEffect.Loser, 2200, new(Purchase, 230, 165), [Pages]), "More products on a page sell more.");
        yield return RolledBack(Two("long_signup_form", PlantedEffect.Loser, 1800, new(Signup, 290, 210), [Tickets]), "Better profiles are worth a longer form.") with { AnalysisMode = "exposed" };
        yield return Two("hero_video", PlantedEffect.Loser, 1200, new(PageLoad, 100, 120), [Crashes]) with { Hypothesis = "A moving picture on top costs no loading time." };

        // Special cases.
        yield return Two("push_reminders", PlantedEffect.GuardrailViolation, 2200, new(Return, 280, 370), [new(Unsubscribe, 20, 65), Crashes])
            with { Hypothesis = "Reminders bring people back without driving them away." };
        yield return Two("navigation_tabs", PlantedEffect.SegmentLoser, 3000, new(Purchase, 200, 320) { SegmentLevels = [420, 220] }, [Crashes])
            with { Hypothesis = "Tabs are found more easily than a menu.", LayerKey = "storefront", LayerSlice = (5000, 10000) };
        yield return Split("login_redirect", PlantedEffect.SampleRatioMismatch, [new("control", 5000, 1350), new("treatment", 5000, 1150)], new(Return, 310, 310), [Crashes])
            with { Hypothesis = "Returning to the last page after login keeps people." };
        yield return Two("gift_cards", PlantedEffect.EarlyWinner, 900, new(Purchase, 180, 290), [Tickets]) with { Hypothesis = "Gift cards bring new buyers.", PlannedUnits = 4000 };
        yield return Two("beta_player", PlantedEffect.BrokenLogging, 1000, new(Return, 300, 300), [Crashes])
            with { Hypothesis = "The new player keeps people listening.", Defects = Heavy() };

        // Flat ones.
        yield return Two("aa_calibration", PlantedEffect.Flat, 1700, new(Purchase, 200, 200), [Crashes, Tickets]) with { Hypothesis = "Nothing differs: this tests the platform." };
        yield return Split("price_display", PlantedEffect.Flat, [new("control", 3334, 800), new("rounded", 3333, 797), new("with_tax", 3333, 802)], new(Purchase, 210, 210, 210), [Tickets])
            with { Hypothesis = "The way a price is written changes what is bought." };
        yield return Inconclusive(Two("button_colour", PlantedEffect.Flat, 1600, new(Signup, 240, 243), [Crashes]), "A green button is pressed more often.");
        yield return Two("dark_theme", PlantedEffect.Flat, 1500, new(Sessions, 180, 182), [Crashes]) with { Hypothesis = "A dark theme is used for longer.", HasHistory = true };
        yield return Inconclusive(Two("footer_links", PlantedEffect.Flat, 1400, new(Return, 290, 288), [Pages]), "Links at the bottom lead people on.");
        yield return Two("tooltip_copy", PlantedEffect.Flat, 1300, new(Onboarding, 330, 334), [Tickets]) with { Hypothesis = "Shorter hints are read." };
        yield return Inconclusive(Two("faq_placement", PlantedEffect.Flat, 1500, new(Support, 60, 60), [Crashes]), "Answers in sight save tickets.");
        yield return Two("cart_icon", PlantedEffect.Flat, 1400, new(Purchase, 190, 193), [Tickets]) with { Hypothesis = "A larger cart is opened more often." };
        yield return Inconclusive(Two("avatar_upload", PlantedEffect.Flat, 1200, new(Onboarding, 300, 297), [Crashes]), "A picture makes a profile feel finished.");
        yield return Two("checkout_copy", PlantedEffect.Flat, 966, new(Revenue, 220, 222), [Tickets]) with { Hypothesis = "Reassuring words at the till raise spending." };
    }

    private static IEnumerable<SeedExperiment> Drafted()
    {
        string[] ideas =
        [
            "referral_bonus", "wishlist_share", "express_delivery", "live_chat", "review_photos", "size_advisor", "loyalty_points",
            "voice_search", "map_view", "group_orders", "reorder_button", "stock_hint", "free_returns", "invoice_payment",
            "saved_filters", "weekly_offers", "newsletter_popup", "product_compare", "store_pickup", "profile_badges",
            "trial_extension", "guest_checkout",
        ];
        string[] states = ["DRAFT", "REVIEW", "APPROVED", "ARCHIVED"];
        SeedEffect[] primaries = [new(Purchase), new(Signup), new(Revenue), new(Return), new(Onboarding)];
        for (var i = 0; i < ideas.Length; i++)
        {
            yield return Two(ideas[i], PlantedEffect.NotStarted, 0, primaries[i % primaries.Length], [new(i % 2 == 0 ? Crash : Support)]) with
            {
                Hypothesis = $"Offering {ideas[i].Replace('_', ' ')} moves {primaries[i % primaries.Length].Metric}.",
                State = states[i % states.Length],
                StartDay = 0,
                PlannedUnits = 2000 + (100 * i),
                Defects = new Dictionary<UnitDefect, int>(),
            };
        }
    }

    // The arms differ by a few units, as they do in life, and by far too few for a mismatch.
    private static SeedExperiment Two(string key, PlantedEffect planted, int units, SeedEffect primary, SeedEffect[] guardrails)
    {
        var tilt = key.Length % 7;
        return Split(key, planted, [new("control", 5000, (units / 2) - tilt), new("treatment", 5000, (units / 2) + tilt)], primary, guardrails);
    }

    private static SeedExperiment Split(string key, PlantedEffect planted, SeedArm[] arms, SeedEffect primary, SeedEffect[] guardrails) => new()
    {
        Key = key,
        Hypothesis = "",
        Owner = SeedMetrics.Of(primary.Metric).OwnerTeam,
        State = "RUNNING",
        Planted = planted,
        Arms = arms,
        Primary = primary,
        Guardrails = guardrails,
        PlannedUnits = arms.Sum(arm => arm.Units) * 9 / 10,
        StartDay = 1 + (key.Length % 7),
        Defects = Light(key),
    };

    private static SeedExperiment Shipped(SeedExperiment experiment, string hypothesis) =>
        Concluded(experiment, hypothesis) with { Decision = "shipped", ShippedVariant = "treatment" };

    private static SeedExperiment RolledBack(SeedExperiment experiment, string hypothesis) =>
        Concluded(experiment, hypothesis) with { Decision = "rolled_back" };

    private static SeedExperiment Inconclusive(SeedExperiment experiment, string hypothesis) =>
        Concluded(experiment, hypothesis) with { Decision = "inconclusive" };

    // Only an experiment that has ended can be exposed too late.
    private static SeedExperiment Concluded(SeedExperiment experiment, string hypothesis) => experiment with
    {
        Hypothesis = hypothesis,
        State = "CONCLUDED",
        Defects = new Dictionary<UnitDefect, int>(experiment.Defects) { [UnitDefect.LateExposure] = 1 + (experiment.Key.Length % 3) },
    };

    // A few per thousand, as in a healthy pipeline.
    private static Dictionary<UnitDefect, int> Light(string key) => new()
    {
        [UnitDefect.RepeatedAssignment] = 2 + (key.Length % 4),
        [UnitDefect.Crossover] = 1 + (key.Length % 2),
        [UnitDefect.PreAssignmentExposure] = 1 + (key.Length % 3),
        [UnitDefect.VariantMismatch] = 1 + (key.Length % 2),
        [UnitDefect.MultipleVariants] = 1,
        [UnitDefect.NeverExposed] = 4 + (key.Length % 9),
    };

    private static Dictionary<UnitDefect, int> Heavy() => new()
    {
        [UnitDefect.RepeatedAssignment] = 20,
        [UnitDefect.Crossover] = 12,
        [UnitDefect.PreAssignmentExposure] = 30,
        [UnitDefect.VariantMismatch] = 120,
        [UnitDefect.MultipleVariants] = 15,
        [UnitDefect.NeverExposed] = 60,
    };
}
