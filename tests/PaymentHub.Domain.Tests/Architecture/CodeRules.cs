using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>
/// The house rules about one file. Each answers with findings that an editor can open; none means the file obeys.
/// </summary>
public static partial class CodeRules
{
    public const int MaxFileLines = 300;
    public const int MaxFunctionLines = 40;
    public const int MaxLineLength = 120;

    private static readonly string[] EmptyWords =
        ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Dto", "Dtos"];

    public static IEnumerable<string> LongFile(SourceFile file)
    {
        if (file.Lines.Length > MaxFileLines) yield return $"{file.Path}: {file.Lines.Length} lines";
    }

    public static IEnumerable<string> LongLines(SourceFile file) => file.Lines
        .Select((line, index) => (line, number: index + 1))
        .Where(x => x.line.Length > MaxLineLength)
        .Select(x => $"{file.Path}:{x.number}: {x.line.Length} characters");

    /// <summary>
    /// From the signature to the closing brace, without documentation and attributes. The statements of a program's
    /// main file count as one function.
    /// </summary>
    public static IEnumerable<string> LongFunctions(SourceFile file)
    {
        foreach (var node in file.Syntax.DescendantNodes().Where(IsFunction))
        {
            var lines = LinesOf(FirstToken(node), node.GetLastToken());
            if (lines > MaxFunctionLines) yield return $"{file.At(node)}: {NameOf(node)} has {lines} lines";
        }

        var statements = file.Syntax.Members.OfType<GlobalStatementSyntax>()
            .Where(s => s.Statement is not LocalFunctionStatementSyntax)
            .ToList();
        if (statements.Count == 0) yield break;
        var total = LinesOf(statements[0].GetFirstToken(), statements[^1].GetLastToken());
        if (total > MaxFunctionLines) yield return $"{file.Path}: top-level statements have {total} lines";
    }

    /// <summary>Names that say nothing: Manager, Helper, Util, Dto as a word of a type's name.</summary>
    public static IEnumerable<string> EmptyNames(SourceFile file) =>
        from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where Word().Matches(type.Identifier.Text).Any(word => EmptyWords.Contains(word.Value))
        select $"{file.At(type)}: {type.Identifier.Text}";

    /// <summary>Time is an input: it comes from the injected clock.</summary>
    public static IEnumerable<string> AmbientClock(SourceFile file) =>
        from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        let written = $"{LastName(access.Expression)}.{access.Name.Identifier.Text}"
        where written is "DateTime.Now" or "DateTime.UtcNow" or "DateTime.Today" or "DateTimeOffset.Now"
            or "DateTimeOffset.UtcNow" or "SystemClock.Instance" or "TimeProvider.System"
        select $"{file.At(access)}: {written}";

    /// <summary>Money and rates are exact: no double, float or Half, by keyword, name or literal.</summary>
    public static IEnumerable<string> FloatingPoint(SourceFile file) =>
        from token in file.Syntax.DescendantTokens()
        where token.IsKind(SyntaxKind.DoubleKeyword) || token.IsKind(SyntaxKind.FloatKeyword)
            || (token.IsKind(SyntaxKind.NumericLiteralToken) && token.Value is double or float)
            || (token.IsKind(SyntaxKind.IdentifierToken) && token.Text is "Double" or "Single" or "Half")
        where token.Parent is not IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax member }
            || member.Expression == token.Parent
        select $"{file.At(token)}: {token.Text}";

    /// <summary>Unfinished work is not landed, and a throw is not an implementation.</summary>
    public static IEnumerable<string> Unfinished(SourceFile file) => Lines(file, UnfinishedMark());

    /// <summary>Folders and package sources of the machine where somebody happened to work.</summary>
    public static IEnumerable<string> MachineTraces(SourceFile file) => Lines(file, MachineTrace());

    private static IEnumerable<string> Lines(SourceFile file, Regex pattern) => file.Lines
        .Select((line, index) => (match: pattern.Match(line), number: index + 1))
        .Where(x => x.match.Success)
        .Select(x => $"{file.Path}:{x.number}: {x.match.Value.Trim()}");

    private static bool IsFunction(SyntaxNode node) => node is BaseMethodDeclarationSyntax
        or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax
        or PropertyDeclarationSyntax { ExpressionBody: not null };

    private static SyntaxToken FirstToken(SyntaxNode node)
    {
        var attributes = node.ChildNodes().OfType<AttributeListSyntax>().LastOrDefault();
        return attributes is null ? node.GetFirstToken() : attributes.GetLastToken().GetNextToken();
    }

    private static int LinesOf(SyntaxToken first, SyntaxToken last)
    {
        var start = first.GetLocation().GetLineSpan().StartLinePosition.Line;
        return last.GetLocation().GetLineSpan().EndLinePosition.Line - start + 1;
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        _ => node.Kind().ToString(),
    };

    private static string LastName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        _ => string.Empty,
    };

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    // The marks are written apart, so that this file does not find itself.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X|NotImplemented" + @"Exception)\b")]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex(
        @"(?<![\w./~$}-])/(wo" + @"rk|ro" + @"ot|ho" + @"me|tm" + @"p/team)/\w"
        + @"|https?://(?!localhost\b|127\.0\.0\.1\b)(\d+\.\d+\.\d+\.\d+|[\w.-]+\.(internal|lan|corp|intranet))\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex MachineTrace();
}
