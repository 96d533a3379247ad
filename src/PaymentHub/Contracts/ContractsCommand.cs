using System.Globalization;

namespace PaymentHub.Contracts;

/// <summary>
/// <c>contracts [--check]</c>: writes <c>openapi.json</c> and <c>events.json</c> into the sources, or compares them
/// with what the program would write. Needs no database and starts nothing.
/// </summary>
public static class ContractsCommand
{
    private const string Renew = "dotnet run --project src/PaymentHub -- contracts";
    private const string ConnectionKey = "PAYMENTHUB_DB";

    /// <returns>0 when written or equal, 1 when a committed file differs, 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(Func<string[], WebApplication> build, string[] args)
    {
        if (args is not ([] or ["--check"])) return await SayAsync(2, "contracts [--check]");
        if (FindFolder() is not { } folder)
        {
            return await SayAsync(
                2, "Không thấy PaymentHub.sln từ thư mục hiện tại trở lên. / Run this inside the repository.");
        }

        // The composition asks for a database; nothing here connects to it.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ConnectionKey)))
            Environment.SetEnvironmentVariable(ConnectionKey, "Host=localhost;Database=none");
        await using var app = build([]);
        Publish(app);
        var exit = 0;
        (string Name, string Text)[] files =
        [
            ("openapi.json", await OpenApiContract.TextAsync(app.Services, CancellationToken.None)),
            ("events.json", EventContract.Text()),
        ];
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder, name);
            if (args.Length == 0) await File.WriteAllTextAsync(path, text);
            else if (await CompareAsync(path, name, text) is { } difference) exit = await SayAsync(1, difference);
        }

        return exit;
    }

    // Endpoints become visible to the document when the pipeline would be built; this does that part alone.
    private static void Publish(IApplicationBuilder app) => app.UseEndpoints(static _ => { });

    private static async Task<string?> CompareAsync(string path, string name, string text)
    {
        if (!File.Exists(path)) return $"src/PaymentHub/{name}: chưa có tệp. / The file is missing. {Renew}";
        var committed = (await File.ReadAllTextAsync(path)).Split('\n');
        var made = text.Split('\n');
        for (var i = 0; i < Math.Max(committed.Length, made.Length); i++)
        {
            if (i < committed.Length && i < made.Length && committed[i] == made[i]) continue;
            return string.Create(CultureInfo.InvariantCulture, $"""
                src/PaymentHub/{name}:{i + 1}: khác với chương trình. / It differs from the program.
                  committed: {LineOf(committed, i)}
                  program:   {LineOf(made, i)}
                Cập nhật bằng / renew with: {Renew}
                """);
        }

        return null;
    }

    private static string LineOf(string[] lines, int i) =>
        i < lines.Length ? lines[i].Trim() : "(hết tệp / end of file)";

    private static string? FindFolder()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "PaymentHub.sln")))
                    return Path.Combine(folder.FullName, "src", "PaymentHub");
            }
        }

        return null;
    }

    private static async Task<int> SayAsync(int exit, string text)
    {
        await Console.Error.WriteLineAsync(text);
        return exit;
    }
}
