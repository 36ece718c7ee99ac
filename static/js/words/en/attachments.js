/** English of the phone app: what static/js/attachments says. */

/** @type {Record<string, string>} */
export const ATTACHMENTS = {
  '手机存不下了，这张照片没有存住。登记可以继续。': 'The phone is full: this photo was not kept. Enrolling can go on.',
  '刚拍的照片': 'The photo just taken',
  '正在缩小照片': 'Making the photo smaller',
  '还没有拍': 'No photo yet',
  '从相册选一张': 'Choose from the album',
  '用相机拍': 'Take with the camera',
  '用这张': 'Use this one',
  '照片先不能拍，登记可以继续。先清出一些地方，再来拍。': 'No photos for now; enrolling can go on. Free some space, then take the photo.',
  '照片已到服务器，不在这台手机上了': 'The photo is at the server and no longer on this phone',
  '{0} 张照片还在本机': '{0} {0:photo is|photos are} still on this phone',
  '等有 Wi-Fi 或 4G 时发送。': 'Waiting for Wi-Fi or 4G.',
  '资料发完以后接着发送。': 'They are sent after the records.',
  '{0} 张照片待发送': '{0} {0:photo|photos} to send',
  '现在就发照片': 'Send photos now',
  '看每一张': 'See each one',
  '另外 {0} 张': '{0} more',
  '有网以后，资料先发，照片随后。': 'Once there is a network, records go first, then photos.',
  '资料先发，照片随后。': 'Records go first, then photos.',
  '断了会从断的地方接着发。': 'If the connection breaks, sending goes on from there.',
  '正在发 {0}%': 'Sending, {0}%',
  '已发 {0}%': '{0}% sent',
  '还没开始': 'Not begun',
  '{0} 的照片': 'Photo of {0}',
};
