using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>One text file of the repository; its path is relative to the root, with forward slashes.</summary>
public sealed record SourceFile(string Path, string Text)
{
    private readonly Lazy<CompilationUnitSyntax> _syntax = new(
        () => CSharpSyntaxTree.ParseText(Text, path: Path).GetCompilationUnitRoot());

    public CompilationUnitSyntax Syntax => _syntax.Value;

    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>The folders below the project, e.g. Batches; empty for a file of the project's own folder.</summary>
    public string FolderBelow(string project) =>
        System.IO.Path.GetDirectoryName(Path[(project.Length + 1)..])?.Replace('\\', '/') ?? string.Empty;

    public bool IsBelow(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>"path:line", as editors open it.</summary>
    public string At(SyntaxNodeOrToken node) =>
        $"{Path}:{node.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1}";
}

/// <summary>
/// The repository's own text: what is written by hand, without build output, local state and other people's files.
/// </summary>
public static class Repository
{
    private static readonly string[] SkippedFolders =
        [".git", ".local", ".vs", ".idea", "artifacts", "bin", "obj", "TestResults", "node_modules"];

    private static readonly string[] BinaryEndings =
        [".woff2", ".png", ".ico", ".jpg", ".xlsx", ".pdf", ".gz", ".zip", ".ttf", ".br", ".dll"];

    /// <summary>The folder that holds PaymentHub.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file, read once.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = Read();

    /// <summary>C# files of the folder, e.g. src/PaymentHub.Domain.</summary>
    public static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        Files.Where(file => file.IsCSharp && folders.Any(file.IsBelow));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PaymentHub.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No PaymentHub.sln above {AppContext.BaseDirectory}.");
    }

    private static SourceFile[] Read()
    {
        var files = new List<SourceFile>();
        var folders = new Stack<string>([Root]);
        while (folders.TryPop(out var folder))
        {
            foreach (var below in Directory.GetDirectories(folder))
            {
                if (!SkippedFolders.Contains(Path.GetFileName(below))) folders.Push(below);
            }

            files.AddRange(Directory.GetFiles(folder).Where(IsText).Select(ReadOne));
        }

        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    // A worktree's .git is a file with the path of the main checkout.
    private static bool IsText(string path) =>
        Path.GetFileName(path) != ".git"
        && !BinaryEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static SourceFile ReadOne(string path) =>
        new(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path).ReplaceLineEndings("\n"));
}
