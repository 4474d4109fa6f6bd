// Records a voice message with the microphone. Throws where there is none or it is not allowed.

export async function recorder() {
  if (!navigator.mediaDevices || !window.MediaRecorder) throw new Error("no recorder");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"].find((one) => MediaRecorder.isTypeSupported(one));
  const recording = new MediaRecorder(stream, type ? { mimeType: type } : {});
  const parts = [];
  const since = Date.now();
  const seconds = () => Math.max(1, Math.round((Date.now() - since) / 1000));
  recording.ondataavailable = (event) => parts.push(event.data);
  recording.start(500);
  return {
    clock: () => `${Math.floor(seconds() / 60)}:${String(seconds() % 60).padStart(2, "0")}`,
    stop: () => new Promise((done) => {
      const duration = seconds();
      recording.onstop = () => {
        stream.getTracks().forEach((track) => track.stop());
        done({ data: new Blob(parts, { type: recording.mimeType }), duration });
      };
      recording.stop();
    }),
  };
}
