namespace PaymentHub.Web;

/// <summary>Bounds of what a client may send in one body.</summary>
public static class UploadLimits
{
    /// <summary>512 MiB: more than half a million statement entries.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>Header that carries the file's own name, percent-encoded.</summary>
    public const string FileNameHeader = "X-File-Name";

    /// <summary>The whole body and its name; the name loses any path.</summary>
    public static async Task<(string Name, byte[] Bytes)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var name = Uri.UnescapeDataString(request.Headers[FileNameHeader].ToString());
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        return (Path.GetFileName(name) is { Length: > 0 } given ? given : "tep-khong-ten", body.ToArray());
    }
}
