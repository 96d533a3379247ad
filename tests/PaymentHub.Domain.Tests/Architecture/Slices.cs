using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>
/// Which types a capability keeps to itself. In the domain: its decisions (types named …Decisions) and its folded state
/// (types that implement IFold). In the service: its projections (named …Projection) and its pages (Razor components).
/// Events, ids, refusals and value types are open to all.
/// </summary>
public sealed class Slices
{
    /// <summary>The capabilities: folders of the same name in the domain, in the service and in the tests.</summary>
    public static readonly string[] Capabilities =
    [
        "Access", "Audit", "BankExchange", "Batches", "Entitlements", "Funds", "Ledger", "Misuse", "Programmes",
        "Reconciliation", "Register", "Reports", "Runs",
    ];

    private static readonly string[] Projects = ["src/PaymentHub.Domain", "src/PaymentHub"];

    private readonly Dictionary<string, string> _privateTypes = [];

    public Slices(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => CapabilityOf(file) is not null))
        {
            foreach (var name in PrivateTypesOf(file)) _privateTypes[name] = CapabilityOf(file)!;
        }
    }

    /// <summary>
    /// The capability that a file belongs to, or null for what joins them (start-up, storage, layout).
    /// </summary>
    public static string? CapabilityOf(SourceFile file)
    {
        foreach (var project in Projects.Where(file.IsBelow))
        {
            var first = file.FolderBelow(project).Split('/')[0];
            if (Capabilities.Contains(first)) return first;
        }

        return null;
    }

    /// <summary>Each use of another capability's private type, as "user capability -> type".</summary>
    public IEnumerable<(string Edge, string Place)> Trespasses(SourceFile file)
    {
        var home = CapabilityOf(file);
        if (home is null || !file.IsCSharp) yield break;
        foreach (var token in file.Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            if (token.Parent is not SimpleNameSyntax name || IsMemberOfSomething(name)) continue;
            if (_privateTypes.TryGetValue(token.Text, out var owner) && owner != home)
            {
                yield return ($"{home} -> {token.Text}", file.At(token));
            }
        }
    }

    // Batch.PaymentBatch names a member; PaymentBatch.Evolve and Batches.PaymentBatch name the type.
    private static bool IsMemberOfSomething(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax member && member.Name == name
            && !(member.Expression is IdentifierNameSyntax left && Capabilities.Contains(left.Identifier.Text));

    private static IEnumerable<string> PrivateTypesOf(SourceFile file)
    {
        if (!file.IsCSharp)
        {
            var isPage = file.Path.EndsWith(".razor", StringComparison.Ordinal);
            return isPage ? [Path.GetFileNameWithoutExtension(file.Path)] : [];
        }

        return file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Where(type => type.Identifier.Text.EndsWith("Decisions", StringComparison.Ordinal)
                || type.Identifier.Text.EndsWith("Projection", StringComparison.Ordinal)
                || IsFolded(type))
            .Select(type => type.Identifier.Text);
    }

    private static bool IsFolded(TypeDeclarationSyntax type) => type.BaseList is { } bases
        && bases.Types.Any(b => b.Type is GenericNameSyntax { Identifier.Text: "IFold" });
}
