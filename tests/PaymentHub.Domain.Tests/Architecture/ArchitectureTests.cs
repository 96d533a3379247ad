using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>
/// The arrows: a pure domain and pure file formats that know nothing of each other, one service that joins them, and
/// slices that meet through events and ids.
/// </summary>
public sealed class ArchitectureTests
{
    /// <summary>
    /// "Capability -> Type" with the reason. An entry that no code uses any more fails the test, so the list only
    /// shrinks by itself.
    /// </summary>
    private static readonly Dictionary<string, string> AllowedTrespasses = new()
    {
        ["Reconciliation -> PaymentBatch"] =
            "Matching decides against the payments' own state, which only a batch keeps.",
        ["Batches -> FundDecisions"] =
            "Approval and the reservation of its fund are one transaction: neither may stand without the other.",
        ["Batches -> InstructionFile"] =
            "Release fixes the bytes of the file: payments are instructed exactly when their file exists.",
        ["Runs -> Entitlement"] =
            "Planning computes what each decision is owed, which needs the decision's own folded terms.",
        ["Runs -> PaymentBatch"] =
            "A plan opens the batches' streams; only the type of the stream is named.",
        ["Runs -> PaymentOutcomeDecisions"] =
            "A re-issue is planned like any payment, and the batch decides whether the failed one may be made again.",
        ["Reconciliation -> SettlementFile"] =
            "Posting a file appends to the file's own stream, whose kind is the bank exchange's.",
        ["Reconciliation -> InstructionFile"] =
            "A bank's answer to a recall is recorded with the file that it answers, in the transaction that cancels.",
        ["Reconciliation -> FileRecallDecisions"] =
            "The file decides whether an answer to its recall is the first one.",
        ["Reconciliation -> PayerAccount"] =
            "What a statement says of an account that is no payment goes to the account's stream.",
        ["Reconciliation -> PartnerBank"] =
            "What a bank may charge stands in its agreement, by which its debits are judged.",
        ["Register -> Fund"] =
            "Allotments arrive by the same import as the register and open the funds' streams.",
        ["Register -> FundDecisions"] =
            "Allotments arrive by the same import as the register; the fund decides on them.",
        ["Register -> Appropriation"] =
            "An allotment is a share of what the budget granted, taken in the same transaction.",
        ["Register -> AppropriationDecisions"] =
            "An allotment is a share of what the budget granted; the appropriation decides on it.",
        ["Register -> Entitlement"] =
            "One row of the register is a person and a decision, stored in one transaction.",
        ["Register -> EntitlementDecisions"] =
            "One row of the register is a person and a decision, stored in one transaction.",
        ["Register -> SignedDecisions"] =
            "A list of decisions or moves is recorded with the register in one transaction.",
    };

    private static readonly string[] ImpureNames =
    [
        "Task", "ValueTask", "Thread", "File", "Directory", "FileStream", "HttpClient", "Socket", "Environment",
        "Console", "Random", "IClock", "ILogger", "IConfiguration",
    ];

    [Theory]
    [InlineData("src/PaymentHub.Domain/PaymentHub.Domain.csproj", "NodaTime")]
    [InlineData("src/PaymentHub.BankFormats/PaymentHub.BankFormats.csproj", "NodaTime", "System.IO.Hashing")]
    public void The_pure_projects_reference_these_pure_libraries_and_nothing_else(
        string project, params string[] libraries)
    {
        References(project, "ProjectReference").ShouldBeEmpty();
        References(project, "PackageReference").ShouldBe(libraries);
        References(project, "FrameworkReference").ShouldBeEmpty();
    }

    [Fact]
    public void The_built_domain_refers_to_the_framework_and_NodaTime_only() => typeof(Money).Assembly
        .GetReferencedAssemblies()
        .Select(assembly => assembly.Name!)
        .Where(name => name != "NodaTime" && !name.StartsWith("System", StringComparison.Ordinal))
        .ShouldBeEmpty();

    [Fact]
    public void The_seeds_know_nothing_of_the_sources() =>
        References("seeds/PaymentHub.Seeds/PaymentHub.Seeds.csproj", "ProjectReference").ShouldBeEmpty();

    [Theory]
    [InlineData("src/PaymentHub.Domain", "PaymentHub.Domain")]
    [InlineData("src/PaymentHub.BankFormats", "PaymentHub.BankFormats")]
    [InlineData("seeds/PaymentHub.Seeds", "PaymentHub.Seeds")]
    public void A_project_that_stands_alone_names_no_other(string folder, string own)
    {
        var foreign =
            from file in Repository.CSharp(folder)
            from name in file.Syntax.DescendantNodes().OfType<UsingDirectiveSyntax>()
            let used = name.Name?.ToString() ?? string.Empty
            where used == "PaymentHub" || used.StartsWith("PaymentHub.", StringComparison.Ordinal)
            where used != own && !used.StartsWith(own + ".", StringComparison.Ordinal)
            select $"{file.At(name)}: {used}";

        foreign.ShouldBeNone();
    }

    [Theory]
    [InlineData("src/PaymentHub.Domain", "PaymentHub.Domain")]
    [InlineData("src/PaymentHub.BankFormats", "PaymentHub.BankFormats")]
    public void A_namespace_is_the_folder(string folder, string root)
    {
        var strangers =
            from file in Repository.CSharp(folder)
            let below = file.FolderBelow(folder).Replace('/', '.')
            let expected = below.Length == 0 ? root : $"{root}.{below}"
            from declared in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
            where declared.Name.ToString() != expected
            select $"{file.At(declared)}: {declared.Name} instead of {expected}";

        strangers.ShouldBeNone();
    }

    [Fact]
    public void The_domain_has_only_capabilities_as_folders() => Repository.CSharp("src/PaymentHub.Domain")
        .Select(file => file.FolderBelow("src/PaymentHub.Domain").Split('/')[0])
        .Where(folder => folder.Length > 0)
        .Distinct()
        .Except(Slices.Capabilities)
        .ShouldBeEmpty();

    [Fact]
    public void The_domain_is_pure()
    {
        var impure =
            from file in Repository.CSharp("src/PaymentHub.Domain")
            from token in file.Syntax.DescendantTokens()
            where token.IsKind(SyntaxKind.AsyncKeyword) || token.IsKind(SyntaxKind.AwaitKeyword)
                || (token.Parent is SimpleNameSyntax name && IsTypeUse(name) && ImpureNames.Contains(token.Text))
            select $"{file.At(token)}: {token.Text}";

        impure.ShouldBeNone();
    }

    [Fact]
    public void A_slice_leaves_the_state_decisions_projections_and_pages_of_others_alone()
    {
        var slices = new Slices(Repository.Files);

        var found = Repository.Files.SelectMany(slices.Trespasses).ToList();

        found.Where(x => !AllowedTrespasses.ContainsKey(x.Edge)).Select(x => $"{x.Place}: {x.Edge}").ShouldBeNone();
        AllowedTrespasses.Keys.Except(found.Select(x => x.Edge)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Reconciliation", "var x = PaymentBatch.Evolve(null);", true)]
    [InlineData("Reconciliation", "Batches.PaymentBatch? x = null;", true)]
    [InlineData("Reconciliation", "BatchDecisions.Submit();", true)]
    [InlineData("Reconciliation", "var x = new BatchSubmitted();", false)]
    [InlineData("Reconciliation", "var x = row.PaymentBatch;", false)]
    [InlineData("Batches", "var x = PaymentBatch.Evolve(null);", false)]
    public void A_trespass_is_found(string capability, string statement, bool found)
    {
        var owner = new SourceFile("src/PaymentHub.Domain/Batches/PaymentBatch.cs", """
            public sealed record BatchSubmitted;
            public sealed record PaymentBatch : IFold<PaymentBatch>;
            public static class BatchDecisions;
            """);
        var user = new SourceFile($"src/PaymentHub/{capability}/Use.cs", $"class Use {{ void F() {{ {statement} }} }}");

        new Slices([owner, user]).Trespasses(user).Any().ShouldBe(found);
    }

    // A member called File or Task on some object is no input or output; a bare or qualified type name is.
    private static bool IsTypeUse(SimpleNameSyntax name) =>
        name.Parent is not MemberAccessExpressionSyntax member || member.Expression == name;

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, project))
            .Descendants(kind)
            .Select(element => element.Attribute("Include")!.Value);
}
