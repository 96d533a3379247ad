using System.Text;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>
/// The sources against the committed contracts: nothing is stored or answered that no contract names.
/// </summary>
public sealed class ContractTests
{
    private static readonly JsonNode Events = Read("events.json")["events"]!;

    [Fact]
    public void Every_event_that_a_state_folds_is_in_the_contract_of_events()
    {
        var unknown =
            from file in Repository.CSharp("src/PaymentHub.Domain")
            from fold in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
            where fold.Identifier.Text == "Evolve"
            from name in fold.DescendantNodes().OfType<PatternSyntax>().SelectMany(TypesOf).Distinct()
            where Events[StoredNameOf(name)] is null
            select $"{file.At(fold)}: {name}";

        unknown.ShouldBeNone();
    }

    [Fact]
    public void The_check_above_sees_events() => Repository.CSharp("src/PaymentHub.Domain")
        .SelectMany(file => file.Syntax.DescendantNodes().OfType<PatternSyntax>().SelectMany(TypesOf))
        .Intersect(["FileHeld", "PaymentsSettled", "RoleGranted"])
        .Count().ShouldBe(3);

    [Fact]
    public void Every_problem_code_of_the_service_is_in_the_contract_of_the_API()
    {
        var codes = Read("openapi.json")["x-problem-codes"]!.AsArray().Select(c => $"{c!["code"]}").ToHashSet();

        var unknown =
            from file in Repository.CSharp("src/PaymentHub")
            from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
            where call.Expression.ToString() is "Problems.BadRequest" or "Problems.Of" or "AccessAnswers.WriteAsync"
                or "WriteAsync"
            from text in call.ArgumentList.Arguments.Select(a => a.Expression).OfType<LiteralExpressionSyntax>()
            let code = text.Token.ValueText
            where code.Length > 0 && code.All(c => char.IsAsciiLetterLower(c) || c == '-')
            where !codes.Contains(code)
            select $"{file.At(call)}: {code}";

        unknown.ShouldBeNone();
    }

    private static JsonNode Read(string contract) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "PaymentHub", contract)))!;

    // "FileHeld =>" parses as a constant, "FileHeld e =>" as a declaration.
    private static IEnumerable<string> TypesOf(PatternSyntax pattern) => pattern switch
    {
        ConstantPatternSyntax { Expression: IdentifierNameSyntax name } => [name.Identifier.Text],
        DeclarationPatternSyntax { Type: IdentifierNameSyntax name } => [name.Identifier.Text],
        RecursivePatternSyntax { Type: IdentifierNameSyntax name } => [name.Identifier.Text],
        TypePatternSyntax { Type: IdentifierNameSyntax name } => [name.Identifier.Text],
        _ => [],
    };

    private static string StoredNameOf(string type)
    {
        var name = new StringBuilder();
        foreach (var c in type)
        {
            if (char.IsUpper(c) && name.Length > 0) name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }
}
